package dev.parley.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.LocalBroker;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Since;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads on one channel of two nodes, with a broker that loses and doubles. */
class ChannelsStressTests {

  private static final ChannelName CHANNEL = new ChannelName("rooms", "lobby");
  private static final int PUBLISHERS = 3;
  private static final int BATCHES = 1500;
  private static final int WANDERERS = 3;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger publishing = new AtomicInteger(PUBLISHERS);
  private final Leaky broker = new Leaky();
  private final List<TestNode> nodes = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();

  ChannelsStressTests() {
    MemoryStore store = new MemoryStore(InstantSource.system(), Duration.ofMinutes(5));
    Retention all = new Retention(1_000_000, Duration.ZERO);
    Namespace rooms = new Namespace(all, false, 0, 0, Access.USER, Access.USER);
    Namespaces namespaces = new Namespaces(Map.of("rooms", rooms));
    for (int node = 0; node < 2; node++) {
      nodes.add(new TestNode("node-" + node, store, broker, timer, namespaces));
      Serial serial = new Serial();
      lanes.add((task, writes) -> serial.run(task));
    }
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
    threads.shutdownNow();
  }

  @Test
  void everybodyHearsEverythingOnceAndInOrder() throws Exception {
    List<Stay> stays =
        List.of(
            stay(0, new Since.Now()),
            stay(0, new Since.Now()),
            stay(1, new Since.Now()),
            stay(1, new Since.Now()));
    MessageId before = stays.getFirst().listener().joined().orElseThrow().end();
    List<Future<List<Long>>> wanderers = new ArrayList<>();
    for (int i = 0; i < WANDERERS; i++) {
      int seed = i;
      wanderers.add(threads.submit(() -> wander(before, new SplittableRandom(seed))));
    }
    for (int i = 0; i < PUBLISHERS; i++) {
      TestNode node = nodes.get(i % nodes.size());
      threads.execute(() -> publishAll(node));
    }
    await().atMost(LONG).until(() -> publishing.get() == 0);
    broker.tight = true;
    long end = publish(nodes.getFirst(), 1);

    List<Long> everything = LongStream.rangeClosed(1, end).boxed().toList();
    for (Stay stay : stays) {
      await().atMost(LONG).until(() -> last(stay, 0) == end);
      assertThat(numbers(heard(stay))).isEqualTo(everything);
      stay.ends();
    }
    for (Future<List<Long>> wanderer : wanderers) {
      List<Long> numbers = wanderer.get();
      assertThat(numbers).isEqualTo(everything.subList(0, numbers.size()));
    }
    assertThat(nodes).allSatisfy(node -> assertThat(node.channels.active()).isZero());
  }

  /** Comes and goes, on any node, each time after what it saw last. */
  private List<Long> wander(MessageId before, SplittableRandom random) {
    List<Long> numbers = new ArrayList<>();
    MessageId seen = before;
    while (publishing.get() > 0) {
      Stay stay = stay(random.nextInt(nodes.size()), new Since.After(seen));
      if (random.nextBoolean()) {
        long enough = seen.number() + random.nextInt(1, 30);
        MessageId begin = seen;
        await()
            .pollInterval(Duration.ofMillis(1))
            .atMost(LONG)
            .until(() -> last(stay, begin.number()) >= enough || publishing.get() == 0);
      }
      stay.ends();
      List<Listener.Heard> heard = heard(stay);
      numbers.addAll(numbers(heard));
      seen = heard.isEmpty() ? seen : heard.getLast().id();
    }
    return numbers;
  }

  private void publishAll(TestNode node) {
    for (int i = 0; i < BATCHES; i++) {
      publish(node, 1 + i % 3);
    }
    publishing.decrementAndGet();
  }

  private static long publish(TestNode node, int messages) {
    String[] bodies = new String[messages];
    Arrays.fill(bodies, "message");
    return node.publishes(CHANNEL, bodies).toCompletableFuture().join().getLast().id().number();
  }

  private Stay stay(int node, Since since) {
    Listener listener = new Listener(lanes.get(node));
    TestNode where = nodes.get(node);
    return new Stay(where, where.subscribes(CHANNEL, since, listener), listener);
  }

  /** What it heard, without a gap or a word out of turn. */
  private static List<Listener.Heard> heard(Stay stay) {
    List<Listener.Heard> heard = inLane(stay, List::copyOf);
    assertThat(heard).noneMatch(Listener.Heard::gap);
    assertThat(stay.listener().complaints()).isEmpty();
    return heard;
  }

  private static long last(Stay stay, long otherwise) {
    return inLane(stay, heard -> heard.isEmpty() ? otherwise : heard.getLast().number());
  }

  private static <T> T inLane(Stay stay, Function<List<Listener.Heard>, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Listener listener = stay.listener();
    listener.lane().run(() -> answer.complete(question.apply(listener.heard())), 0);
    return answer.join();
  }

  private static List<Long> numbers(List<Listener.Heard> heard) {
    return heard.stream().map(Listener.Heard::number).toList();
  }

  private record Stay(TestNode node, Subscription subscription, Listener listener) {

    void ends() {
      node.unsubscribes(subscription, listener);
    }
  }

  /** Loses some and doubles some, until it is tight. */
  private static final class Leaky implements Broker {

    private final LocalBroker broker = new LocalBroker();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean tight;

    @Override
    public CompletionStage<Void> start(String node, Receiver receiver) {
      return broker.start(node, receiver);
    }

    @Override
    public void send(Set<String> names, ChannelName channel, List<Entry> entries) {
      int number = sent.incrementAndGet();
      if (tight || number % 97 != 0) {
        broker.send(names, channel, entries);
      }
      if (number % 31 == 0) {
        broker.send(names, channel, entries);
      }
    }
  }
}
