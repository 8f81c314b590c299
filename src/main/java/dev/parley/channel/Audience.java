package dev.parley.channel;

import java.util.IdentityHashMap;

/** Who listens to one channel on this node, by lane. Touched in the edge's serial only. */
final class Audience {

  private final IdentityHashMap<Lane, LaneMembers> lanes = new IdentityHashMap<>(2);
  private final Tally tally;
  private int size;

  Audience(Tally tally) {
    this.tally = tally;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Subscription subscription) {
    Lane lane = subscription.subscriber().lane();
    LaneMembers mates = lanes.computeIfAbsent(lane, l -> new LaneMembers(l, tally));
    subscription.listed = true;
    size++;
    mates.count++;
    lane.run(() -> mates.add(subscription), 0);
  }

  /** Whether it was there. */
  boolean remove(Subscription subscription) {
    Lane lane = subscription.subscriber().lane();
    LaneMembers mates = lanes.get(lane);
    if (mates == null || !subscription.listed) {
      return false;
    }
    subscription.listed = false;
    lane.run(() -> mates.remove(subscription), 0);
    size--;
    if (--mates.count == 0) {
      lanes.remove(lane);
    }
    return true;
  }

  void deliver(Arrived message) {
    lanes.forEach((lane, mates) -> lane.run(() -> mates.deliver(message), mates.count));
  }

  /** As {@link Subscription#renew}, for each. */
  void renew(Renewal renewal) {
    lanes.forEach((lane, mates) -> lane.run(() -> mates.renew(renewal), 0));
  }
}
