package dev.parley.channel;

import dev.parley.protocol.HeadStyle;
import dev.parley.protocol.OutFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one channel whose sockets one lane owns, by style, so that a message is
 * encoded once for all that get the same bytes. Touched in the lane only.
 */
final class LaneMembers {

  private final Map<HeadStyle, List<Subscription>> byStyle = new LinkedHashMap<>(2);
  private final Lane lane;
  private final Tally tally;

  /** How many there are; kept by the edge, which decides how a message is handed over. */
  int count;

  LaneMembers(Lane lane, Tally tally) {
    this.lane = lane;
    this.tally = tally;
  }

  void add(Subscription subscription) {
    List<Subscription> same =
        byStyle.computeIfAbsent(subscription.subscriber().style(), style -> new ArrayList<>(1));
    subscription.seat = same.size();
    same.add(subscription);
  }

  void remove(Subscription subscription) {
    HeadStyle style = subscription.subscriber().style();
    List<Subscription> same = byStyle.get(style);
    if (same == null || subscription.seat < 0) {
      return;
    }
    Subscription moved = same.removeLast();
    if (moved != subscription) {
      same.set(subscription.seat, moved);
      moved.seat = subscription.seat;
    }
    subscription.seat = -1;
    if (same.isEmpty()) {
      byStyle.remove(style);
    }
  }

  void renew(Renewal renewal) {
    byStyle.values().forEach(same -> same.forEach(each -> each.renew(renewal)));
  }

  void deliver(Arrived message) {
    Entry entry = message.entry();
    int sent = 0;
    for (Map.Entry<HeadStyle, List<Subscription>> group : byStyle.entrySet()) {
      sent += deliver(entry, group.getKey(), group.getValue());
    }
    if (sent > 0) {
      tally.delivered.add(sent);
      lane.delivered(message.at());
    }
  }

  private static int deliver(Entry entry, HeadStyle style, List<Subscription> members) {
    @Nullable OutFrame frame = null;
    int sent = 0;
    for (Subscription member : members) {
      if (!member.takes(entry.number())) {
        member.offer(entry);
        continue;
      }
      if (frame == null) {
        frame = style.frame(entry.id(), entry.timestamp(), entry.tail(), false);
      }
      member.subscriber().sendAlone(frame);
      sent++;
    }
    return sent;
  }
}
