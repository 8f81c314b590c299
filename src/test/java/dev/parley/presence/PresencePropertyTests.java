package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.broker.LocalBroker;
import dev.parley.channel.Entry;
import dev.parley.channel.Subscription;
import dev.parley.protocol.ChannelName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever comes and goes, and whatever the broker does to the messages: who folds a feed knows in
 * the end who is there, and never hears a join of somebody who is there or a leave of nobody.
 */
class PresencePropertyTests {

  private static final ChannelName LOBBY = Cluster.LOBBY;
  private static final int SEEDS = 60;
  private static final int STEPS = 400;
  private static final int USERS = 6;
  private static final int SESSIONS = 3;

  /** A session of a user in the lobby. */
  private record Place(String user, String session) {}

  /** A reader, and how it stops. */
  private record Listening(FeedReader reader, Runnable end) {}

  /** One run: what was done so far, so that what was seen can be judged. */
  private static final class Run {

    final RandomGenerator random;
    final ShakyBroker broker;
    final Cluster cluster;
    final List<Cluster.Node> nodes;
    final Set<Place> taken = new LinkedHashSet<>();
    final List<Listening> listening = new ArrayList<>();
    final List<String> complaints = new ArrayList<>();

    Run(long seed, int presenceLimit) {
      random = new SplittableRandom(seed);
      broker = new ShakyBroker(random);
      cluster = new Cluster(broker, presenceLimit);
      nodes = List.of(cluster.node("n1"), cluster.node("n2"));
    }

    void step() {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> comes(anyPlace());
        case 3, 4 -> goes(anyPlace());
        case 5 -> listens();
        case 6 -> stopsListening();
        case 7 -> cluster.time.pass(random.nextInt(400));
        default -> broker.deliverOne();
      }
    }

    private Place anyPlace() {
      return new Place("user-" + random.nextInt(USERS), "session-" + random.nextInt(SESSIONS));
    }

    private void comes(Place place) {
      node().enters(place.user(), place.session(), LOBBY);
      taken.add(place);
    }

    private void goes(Place place) {
      node().leaves(place.user(), place.session(), LOBBY);
      taken.remove(place);
    }

    private void listens() {
      FeedReader reader = new FeedReader();
      Cluster.Node node = node();
      Subscription subscription = node.listens(reader, LOBBY);
      listening.add(new Listening(reader, () -> node.channels().unsubscribe(subscription)));
    }

    private void stopsListening() {
      if (!listening.isEmpty()) {
        Listening one = listening.remove(random.nextInt(listening.size()));
        one.end().run();
        complaints.addAll(one.reader().complaints());
      }
    }

    private Cluster.Node node() {
      return nodes.get(random.nextInt(nodes.size()));
    }

    /** A loss is noticed with the next message; so there is one more, which is not lost. */
    void settle() {
      Place last = new Place("last", "session");
      broker.heal();
      for (int i = 0; i < 2; i++) {
        comes(last);
        goes(last);
        broker.deliverAll();
        cluster.time.pass(2000);
        broker.deliverAll();
        cluster.time.pass(100);
      }
    }

    Set<String> members() {
      return taken.stream().map(Place::user).collect(Collectors.toSet());
    }

    void empty() {
      listening.forEach(each -> each.end().run());
      List.copyOf(taken).forEach(this::goes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 100})
  void everyReaderKnowsWhoIsThere(int presenceLimit) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Run run = new Run(seed, presenceLimit);
      for (int i = 0; i < STEPS; i++) {
        run.step();
      }
      run.settle();
      run.listens();
      String name = "seed " + seed + ", limit " + presenceLimit;

      assertThat(run.complaints).as(name).isEmpty();
      for (Listening each : run.listening) {
        assertKnows(each.reader(), run.members(), presenceLimit, name);
      }
      assertNumberedAndSpaced(run.broker.sent(), presenceLimit, name);
      run.empty();
      assertThat(run.cluster.store.size()).as(name).isZero();
    }
  }

  private static void assertKnows(
      FeedReader reader, Set<String> members, int presenceLimit, String name) {
    assertThat(reader.complaints()).as(name).isEmpty();
    assertThat(reader.total()).as(name).isEqualTo(members.size());
    if (presenceLimit == 0 || members.size() <= presenceLimit) {
      assertThat(reader.members()).as(name).contains(members);
    } else {
      assertThat(reader.members()).as(name).isEmpty();
    }
  }

  /** Within one life numbers grow by one, and summaries are a second apart. */
  private static void assertNumberedAndSpaced(List<Entry> sent, int limit, String name) {
    Map<String, Entry> last = new HashMap<>();
    Map<String, Entry> summaries = new HashMap<>();
    for (Entry entry : sent) {
      String life = entry.id().epoch();
      Entry before = last.put(life, entry);
      if (before != null) {
        assertThat(entry.number()).as(name).isEqualTo(before.number() + 1);
      }
      String body = new String(entry.tail().body(), StandardCharsets.UTF_8);
      if (body.contains("\"total\"")) {
        assertThat(limit).as(name).isPositive();
        Entry summary = summaries.put(life, entry);
        if (summary != null) {
          assertThat(entry.timestamp() - summary.timestamp()).as(name).isGreaterThan(999);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void everyReaderKnowsWhoIsThereThoughAllComeAndGoAtOnce(int presenceLimit) throws Exception {
    for (int round = 0; round < 20; round++) {
      Cluster cluster = new Cluster(new LocalBroker(), presenceLimit);
      Cluster.Node node = cluster.node("n1");
      List<Callable<List<FeedReader>>> crowd = new ArrayList<>();
      for (int device = 0; device < 4; device++) {
        RandomGenerator random = new SplittableRandom(round * 100L + device);
        String session = "session-" + device;
        crowd.add(() -> comeAndGo(node, random, session));
      }
      List<FeedReader> readers = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(crowd.size())) {
        for (Future<List<FeedReader>> done : threads.invokeAll(crowd)) {
          readers.addAll(done.get());
        }
      }
      cluster.time.pass(5000);

      String name = "round " + round + ", limit " + presenceLimit;
      Set<String> stayed = Set.of("user-0", "user-1");
      readers.forEach(reader -> assertKnows(reader, stayed, presenceLimit, name));
      assertThat(cluster.time.tasks()).as(name).isZero();
    }
  }

  /** In the end the session is in the room as two users that stay; what still listens is left. */
  private static List<FeedReader> comeAndGo(
      Cluster.Node node, RandomGenerator random, String session) {
    List<FeedReader> readers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String user = "user-" + random.nextInt(USERS);
      switch (random.nextInt(20)) {
        case 0 -> {
          FeedReader reader = new FeedReader();
          node.listens(reader, LOBBY);
          readers.add(reader);
        }
        case 1 -> node.channels().unsubscribe(node.listens(new FeedReader(), LOBBY));
        case 2, 3, 4, 5, 6, 7, 8, 9, 10 -> node.enters(user, session, LOBBY);
        default -> node.leaves(user, session, LOBBY);
      }
    }
    for (int user = 0; user < USERS; user++) {
      node.leaves("user-" + user, session, LOBBY);
    }
    node.enters("user-0", session, LOBBY);
    node.enters("user-1", session, LOBBY);
    return readers;
  }
}
