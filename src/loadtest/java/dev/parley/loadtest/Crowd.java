package dev.parley.loadtest;

import dev.parley.loadtest.client.Client;
import dev.parley.loadtest.client.World;
import dev.parley.loadtest.history.History;
import dev.parley.loadtest.history.Place;
import dev.parley.loadtest.history.SubscriptionLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The clients of one run. They talk and move about until they are told to stop; what they do is
 * chosen by a seed, when it happens is not. One thread drives them.
 */
public final class Crowd {

  private static final int MOST_UNANSWERED = 100;
  private static final int WATCHERS = 4;

  private final List<Client> clients = new ArrayList<>();
  private final Set<Client> away = new HashSet<>();
  private final Set<Client> doomed = new HashSet<>();
  private final Plan plan;
  private final World world;
  private final Random random;
  private final Client auditor;
  private volatile boolean stopped;

  public Crowd(Plan plan, World world, long seed) {
    this.plan = plan;
    this.world = world;
    this.random = new Random(seed);
    for (int i = 0; i < plan.clients(); i++) {
      clients.add(new Client(i, plan.user(i), world));
    }
    this.auditor = new Client(plan.clients(), plan.name() + "-auditor", world);
  }

  /** All come, follow their rooms, and some watch who is there; returns once all stand. */
  public boolean gather(Duration patience) {
    for (int i = 0; i < clients.size(); i++) {
      Client client = clients.get(i);
      for (int n = 0; n < plan.roomsPerClient(); n++) {
        follow(client);
      }
      if (i % WATCHERS == 0) {
        client.watch(plan.anyRoom(random));
      }
      client.come();
    }
    return await(patience, () -> clients.stream().allMatch(Client::isSettled));
  }

  /** Talks and moves about for that long, or until {@link #stop}. */
  public void live(Duration time) {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    long talked = 0;
    long moved = 0;
    for (long now = start; now < end && !stopped; now = System.nanoTime()) {
      double seconds = (now - start) / 1e9;
      for (; talked < seconds * plan.rate(); talked++) {
        talk();
      }
      for (; moved < seconds * plan.unrest(); moved++) {
        move();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      // By now what they said is on its way, and so may be the answer.
      doomed.forEach(Client::cut);
      doomed.clear();
    }
  }

  public void stop() {
    stopped = true;
  }

  private void talk() {
    Client client = clients.get(random.nextInt(clients.size()));
    String room = plan.anyRoom(random);
    if (client.unanswered() < MOST_UNANSWERED && !away.contains(client)) {
      client.publish(room, plan.size());
    }
  }

  private void move() {
    Client client = clients.get(random.nextInt(clients.size()));
    int what = random.nextInt(10);
    if (away.remove(client)) {
      client.come();
    } else if (what < 2) {
      client.cut();
    } else if (what < 4) {
      client.publish(plan.anyRoom(random), plan.size());
      client.repeat();
      doomed.add(client);
    } else if (what < 6) {
      away.add(client);
      client.leave();
    } else if (what < 8) {
      client.unfollow(plan.anyRoom(random));
    } else {
      follow(client);
    }
  }

  private void follow(Client client) {
    client.follow(plan.anyRoom(random), random.nextBoolean() ? "" : "last:" + random.nextInt(30));
  }

  /**
   * Everybody comes back and somebody reads all rooms from their beginning; ends when everything
   * was answered, a last message in every room has reached all who follow it, and presence is as it
   * is to be. False where that takes longer.
   *
   * @param retained messages that a room keeps at least
   */
  public boolean settle(int retained, Duration patience) {
    away.forEach(Client::come);
    away.clear();
    long end = System.nanoTime() + patience.toNanos();
    boolean settled = await(left(end), () -> clients.stream().allMatch(Client::isSettled));
    for (String room : plan.everyRoom()) {
      auditor.follow(room, "last:" + retained);
      auditor.publish(room, plan.size());
    }
    auditor.come();
    return await(left(end), this::isQuiet) && settled;
  }

  /** All say goodbye. */
  public void leave() {
    clients.forEach(Client::leave);
    auditor.leave();
  }

  private boolean isQuiet() {
    return auditor.isSettled()
        && clients.stream().allMatch(Client::isSettled)
        && plan.everyRoom().stream().allMatch(this::hasReachedAll)
        && isPresenceTrue();
  }

  private boolean hasReachedAll(String room) {
    History history = world.history();
    Optional<Place> last = history.lastAccepted(auditor.user(), room);
    return last.isPresent()
        && history.subscriptions().stream()
            .filter(each -> each.channel().equals(room) && each.stands())
            .map(SubscriptionLog::last)
            .allMatch(last::equals);
  }

  private boolean isPresenceTrue() {
    History history = world.history();
    return history.presences().stream()
        .filter(each -> each.stands())
        .allMatch(
            each -> each.members().filter(history.membersOf(each.channel())::equals).isPresent());
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  private static boolean await(Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return true;
  }
}
