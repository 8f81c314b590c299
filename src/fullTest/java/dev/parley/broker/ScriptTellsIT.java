package dev.parley.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.channel.Appended;
import dev.parley.channel.Broker;
import dev.parley.channel.Entry;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.cluster.NodeIndex;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Since;
import dev.parley.protocol.Tail;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.kit.RedisCluster;
import dev.parley.redis.kit.RedisServer;
import dev.parley.store.RedisStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the append script says to other nodes, read by the broker that they listen with. */
class ScriptTellsIT {

  private static final RedisServer SERVER = RedisServer.start();
  private static final RedisKeys KEYS = new RedisKeys("test");
  private static final Retention THOUSAND = new Retention(1000, Duration.ofDays(1));
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final RedisNodes nodes = new RedisNodes(SERVER.settings());
  private final Redis redis = Redis.connect(SERVER.settings());
  private final ChannelName channel = new ChannelName("rooms", "told-" + UUID.randomUUID());
  private final List<Entry> heard = new CopyOnWriteArrayList<>();
  private final RedisStore store =
      new RedisStore(
          redis,
          KEYS,
          new NodeIndex(redis, KEYS, WINDOW),
          WINDOW,
          nodes.of("a").announcement().map(way -> new RedisStore.Teller("a", way)));

  @AfterEach
  void leave() {
    nodes.close();
    redis.close();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void othersHearOfEachMessageOnceAsItStandsInTheLog() {
    listening("b");
    join("a~1");
    join("b~1");
    join("b~2");

    List<Appended> answers = append(publication("one"), publication("two \0 é"));
    append(publication("three"));

    await().atMost(Listener.PATIENCE).until(() -> heard.size() == 3);
    for (int i = 0; i < answers.size(); i++) {
      Entry logged = answers.get(i).entry().orElseThrow();
      assertThat(heard.get(i).id()).isEqualTo(logged.id());
      assertThat(heard.get(i).timestamp()).isEqualTo(logged.timestamp());
      assertThat(heard.get(i).tail().bytes()).isEqualTo(logged.tail().bytes());
    }
    assertThat(heard.getLast().number()).isEqualTo(heard.getFirst().number() + 2);
    assertThat(answers).allSatisfy(each -> assertThat(each.nodes()).containsExactly("a"));
  }

  @Test
  void nobodyIsLeftToTellWhereOnlyOthersListen() {
    listening("b");
    join("b~1");

    assertThat(append(publication("one")).getFirst().nodes()).isEmpty();
    await().atMost(Listener.PATIENCE).until(() -> heard.size() == 1);
  }

  @Test
  void whoRepeatsHasToTellItself() {
    listening("b");
    join("b~1");
    Publication once = new Publication(tail("one".getBytes(UTF_8)), Optional.of("key"));
    append(once);

    Appended again = append(once).getFirst();

    assertThat(again.repeated()).isTrue();
    assertThat(again.nodes()).containsExactly("b");
  }

  @Test
  void whatIsTooLargeForAnEnvelopeIsNotSaid() {
    listening("b");
    join("b~1");

    Appended large = append(new Publication(tail(new byte[3 << 20]), Optional.empty())).getFirst();
    append(publication("after it"));

    assertThat(large.nodes()).containsExactly("b");
    await().atMost(Listener.PATIENCE).until(() -> heard.size() == 1);
    assertThat(heard.getFirst().number()).isEqualTo(large.id().number() + 1);
  }

  @Test
  void onAClusterTheBrokerSaysIt() {
    try (RedisCluster cluster = RedisCluster.start(0);
        RedisNodes there = new RedisNodes(cluster.settings())) {
      assertThat(there.of("a").announcement()).isEmpty();
    }
  }

  private void listening(String address) {
    Broker.Receiver all = (from, entries) -> heard.addAll(entries);
    answer(nodes.of(address).start(address, all));
  }

  private void join(String node) {
    answer(store.join(channel, THOUSAND, node, new Since.Now()));
  }

  private List<Appended> append(Publication... publications) {
    return answer(store.append(channel, THOUSAND, List.of(publications)));
  }

  private static Publication publication(String body) {
    return new Publication(tail(body.getBytes(UTF_8)), Optional.empty());
  }

  private static Tail tail(byte[] body) {
    return Tail.of(Map.of("content-type", "text/plain"), body);
  }

  private static <T> T answer(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, SECONDS).join();
  }
}
