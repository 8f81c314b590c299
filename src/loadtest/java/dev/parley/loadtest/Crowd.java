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
import java.util.Map;
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

  /** After a loss at the broker members get what was accepted within that time. */
  public static final Duration REPAIR = Duration.ofSeconds(10);

  private static final int MOST_UNANSWERED = 100;
  private static final int WATCHERS = 4;

  /** So many come at once: what is to be seen is not how a cold service takes thousands. */
  private static final int WAVE = 200;

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
      if (i % WAVE == WAVE - 1) {
        int last = i;
        await(patience, () -> clients.subList(0, last).stream().allMatch(Client::isConnected));
      }
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
   * Everybody comes back and gets an answer to all it said; ends when the last messages have
   * reached all who follow their rooms. False where that takes longer after the last answer.
   *
   * @param patience for the answers
   * @param bound for the messages, counted from the last answer
   */
  public boolean catchUp(Duration patience, Duration bound) {
    away.forEach(Client::come);
    away.clear();
    if (!await(patience, () -> clients.stream().allMatch(Client::isSettled))) {
      return false;
    }
    Map<String, Map<String, Long>> accepted = world.history().accepted();
    return await(
        bound,
        () ->
            plan.everyRoom().stream()
                .allMatch(room -> hasTail(room, accepted.getOrDefault(room, Map.of()))));
  }

  /** All who follow it are at one place, and nothing later of its epoch was accepted. */
  private boolean hasTail(String room, Map<String, Long> accepted) {
    List<Place> places =
        world.history().subscriptions().stream()
            .filter(each -> each.channel().equals(room) && each.stands())
            .flatMap(each -> each.position().stream())
            .distinct()
            .toList();
    return places.size() <= 1
        && places.stream()
            .allMatch(place -> accepted.getOrDefault(place.epoch(), 0L) <= place.number());
  }

  /**
   * After {@link #catchUp} somebody reads all rooms from their beginning and says a last message in
   * each; ends when it has reached all who follow the room, and presence is as it is to be. False
   * where that takes longer.
   *
   * @param retained messages that a room keeps at least
   */
  public boolean settle(int retained, Duration patience) {
    for (String room : plan.everyRoom()) {
      auditor.follow(room, "last:" + retained);
      auditor.publish(room, plan.size());
    }
    auditor.come();
    return await(patience, this::isQuiet);
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
