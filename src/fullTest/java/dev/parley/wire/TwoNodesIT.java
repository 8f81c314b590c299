package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.order.Order;
import dev.parley.order.Orders;
import dev.parley.redis.kit.RedisServer;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients of two nodes see of each other: the same as if there were one. */
@Timeout(120)
class TwoNodesIT {

  private static final int MOST = 4;
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final List<AutoCloseable> opened = new ArrayList<>();
  private static RedisServer redis;
  private static RunningParley east;
  private static RunningParley west;

  @BeforeAll
  static void startTwoNodes() {
    redis = RedisServer.start();
    east = node("east");
    west = node("west");
  }

  private static RunningParley node(String id) {
    RunningParley node =
        RunningParley.with(
            "--parley.node-id=" + id,
            "--parley.store.type=redis",
            "--parley.broker.type=redis",
            "--parley.limits.connections-per-user=" + MOST,
            "--spring.data.redis.port=" + redis.port());
    return node;
  }

  @AfterAll
  static void stopThem() {
    east.close();
    west.close();
    assertThat(redis.cli("keys", "*"))
        .as("what two nodes leave behind that went in peace")
        .doesNotContain("lives", "index", "members");
    redis.close();
  }

  @AfterEach
  void closeClients() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    opened.clear();
  }

  private static StompClient stranger(RunningParley node) {
    StompClient client =
        StompClient.on(
            Transport.WEBSOCKET.open(node.asTarget().at(Door.SPRING), Handshake.stomp()));
    opened.add(client);
    return client;
  }

  private static StompClient client(RunningParley node, String user) {
    StompClient client = stranger(node);
    client.connect(node.asTarget().tokens().of(user));
    return client;
  }

  private static String user() {
    return "u" + NAMES.incrementAndGet();
  }

  private static String room() {
    return "/topic/rooms.two-" + NAMES.incrementAndGet();
  }

  @Test
  void bothHearBothInOneOrder() {
    String room = room();
    StompClient ann = client(east, user());
    StompClient bob = client(west, user());
    ann.subscribe("1", room);
    bob.subscribe("1", room);

    for (int i = 0; i < 100; i++) {
      ann.send(ann.sendFrame(room, ("ann " + i).getBytes(UTF_8)));
      bob.send(bob.sendFrame(room, ("bob " + i).getBytes(UTF_8)));
    }

    List<String> heard = ann.nextTexts("1", 200);
    assertThat(bob.nextTexts("1", 200)).isEqualTo(heard);
    assertThat(heard.stream().filter(text -> text.startsWith("ann")))
        .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "ann " + i).toList());
    assertThat(heard.stream().filter(text -> text.startsWith("bob")))
        .isEqualTo(IntStream.range(0, 100).mapToObj(i -> "bob " + i).toList());
  }

  @Test
  void whoComesBackToTheOtherNodeMissesNothing() {
    String room = room();
    StompClient speaker = client(east, user());
    String seen = speaker.publish(room, "seen");
    speaker.publish(room, "missed");

    StompClient back = client(west, user());
    StompFrame receipt = back.subscribe("1", room, "since:" + seen);
    speaker.publish(room, "live");

    assertThat(receipt.value("recovered")).isEqualTo("true");
    assertThat(back.nextTexts("1", 2)).containsExactly("missed", "live");
  }

  @Test
  void placeBeforeTheFirstMessageCanBeResumedElsewhere() {
    String room = room();
    StompClient early = client(east, user());
    String start = early.subscribe("1", room).value("message-id");
    early.unsubscribe("1");
    assertThat(start).endsWith("-0");
    early.publish(room, "first");

    StompFrame receipt = client(west, user()).subscribe("1", room, "since:" + start);

    assertThat(receipt.value("recovered")).isEqualTo("true");
    assertThat(receipt.value("message-id")).endsWith("-1");
  }

  @Test
  void repeatedPublishIsOneMessageOnWhateverNode() {
    String room = room();
    String user = user();
    String first = client(east, user).publish(room, "once", "idempotency-key:k1");

    assertThat(client(west, user).publish(room, "again", "idempotency-key:k1")).isEqualTo(first);
  }

  @Test
  void inboxIsReadWhereverItsUserIs() {
    String user = user();
    String inbox = "/user/" + user + "/queue/inbox";
    StompClient writer = client(east, user());
    StompClient reader = client(west, user);
    reader.subscribe("in", "/user/queue/inbox");

    writer.publish(inbox, "hello");

    assertThat(reader.nextMessage("in").text()).isEqualTo("hello");
  }

  @Test
  void presenceIsOneForAll() {
    String room = room();
    String user = user();
    StompClient watcher = client(east, user());
    watcher.subscribe("p", room.replace("/topic/", "/topic/presence."));
    assertThat(watcher.nextMessage("p").text()).contains("\"snapshot\"");

    StompClient here = client(west, user);
    here.subscribe("1", room);
    assertThat(watcher.nextMessage("p").text()).contains("\"join\"", user);
    StompClient there = client(east, user);
    there.subscribe("1", room);
    here.disconnect();
    there.disconnect();

    assertThat(watcher.nextMessage("p").text()).contains("\"leave\"", user);
    watcher.expectNothing();
  }

  @Test
  void kickReachesTheSessionsOfAllNodes() {
    String user = user();
    StompClient here = client(east, user);
    StompClient there = client(west, user);
    StompClient other = client(west, user());

    assertThat(east.bean(Orders.class).give(new Order.Kick(user)).toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(5));

    here.expectError("kicked", 4403);
    there.expectError("kicked", 4403);
    other.publish(room(), "still here");
    assertThat(client(west, user).publish(room(), "back")).isNotEmpty();
  }

  @Test
  void userMayBeConnectedSoOftenOnAllNodesTogether() throws Exception {
    String user = user();
    List<Future<StompFrame>> answers = new ArrayList<>();
    List<StompClient> clients = new ArrayList<>();
    for (int i = 0; i < 5 * MOST; i++) {
      clients.add(stranger(i % 2 == 0 ? east : west));
    }
    try (ExecutorService devices = Executors.newVirtualThreadPerTaskExecutor()) {
      for (StompClient each : clients) {
        answers.add(devices.submit(() -> each.connect(east.asTarget().tokens().of(user))));
      }
    }
    List<StompClient> letIn = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      StompFrame answer = answers.get(i).get();
      if (answer.command().equals("CONNECTED")) {
        letIn.add(clients.get(i));
      } else {
        assertThat(answer.value("code")).isEqualTo("too-many-connections");
      }
    }

    assertThat(letIn).hasSize(MOST);
    letIn.getFirst().disconnect();
    assertThat(client(west, user).publish(room(), "room for one more")).isNotEmpty();
  }

  @Test
  void onlineCountsTheSessionsOfAllNodes() {
    String user = user();
    client(east, user);
    client(west, user);
    StompClient asking = client(west, user());

    await()
        .untilAsserted(
            () -> {
              asking.subscribe("o", "/app/online." + user);
              String answer = asking.nextMessage("o").text();
              asking.unsubscribe("o");
              assertThat(answer).contains("2");
            });
  }
}
