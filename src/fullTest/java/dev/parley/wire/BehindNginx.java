package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.redis.kit.RedisServer;
import dev.parley.session.Sessions;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.net.http.HttpClient;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Two nodes on one Redis, and what the tests of the nginx before them share. */
abstract class BehindNginx {

  private static final AtomicInteger NAMES = new AtomicInteger();
  static final int CROWD = 12;

  private static RedisServer redis;
  static RunningParley east;
  static RunningParley west;

  private final Deque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();
  private final Map<StompClient, Transport> transports = new ConcurrentHashMap<>();
  final HttpClient http = HttpClient.newHttpClient();
  final String room = "/topic/rooms.nginx-" + NAMES.incrementAndGet();
  private Optional<NginxServer> nginx = Optional.empty();

  /** It ends with the test, before what was opened before it. */
  <T extends AutoCloseable> T opened(T resource) {
    opened.addFirst(resource);
    return resource;
  }

  static RunningParley node(String id, String... settings) {
    return RunningParley.with(
        Stream.concat(
                Stream.of(
                    "--parley.node-id=" + id,
                    "--parley.store.type=redis",
                    "--parley.broker.type=redis",
                    "--parley.trusted-proxies=127.0.0.1",
                    "--spring.data.redis.port=" + redis.port()),
                Stream.of(settings))
            .toArray(String[]::new));
  }

  @BeforeAll
  static void startTwoNodes() {
    redis = RedisServer.start();
    east = node("east");
    west = node("west");
  }

  @AfterAll
  static void stopThem() {
    east.close();
    west.close();
    redis.close();
  }

  void startNginx(RunningParley... nodes) {
    List<Target> targets = Stream.of(nodes).map(RunningParley::asTarget).toList();
    nginx = Optional.of(opened(NginxServer.before(targets)));
  }

  @AfterEach
  void closeClients() throws Exception {
    http.close();
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  NginxServer nginx() {
    return nginx.orElseThrow();
  }

  Target front() {
    return nginx().asTarget(west.asTarget());
  }

  /** Somebody new. */
  StompClient client(Transport transport) {
    StompClient client = opened(StompClient.on(transport.open(front().at(Door.SPRING))));
    String token = front().tokens().of("user-" + NAMES.incrementAndGet());
    assertThat(client.connect(token).command()).isEqualTo("CONNECTED");
    transports.put(client, transport);
    return client;
  }

  List<StompClient> members(Transport transport) {
    return IntStream.range(0, CROWD)
        .mapToObj(
            i -> {
              StompClient member = client(transport);
              member.subscribe("room", room);
              return member;
            })
        .toList();
  }

  List<StompClient> membersOfEveryTransport() {
    return Stream.of(Transport.values()).map(this::members).flatMap(List::stream).toList();
  }

  /** How it came. */
  Transport transportOf(StompClient client) {
    return Optional.ofNullable(transports.get(client)).orElseThrow();
  }

  static boolean isOn(RunningParley node, StompClient client) {
    StompFrame connected = client.received().getFirst();
    return node.bean(Sessions.class).byId(connected.value("session")).isPresent();
  }

  static int sessions(RunningParley node) {
    return node.bean(Sessions.class).count();
  }

  /** All say a word and hear everybody's. */
  void talk(List<StompClient> members) {
    for (StompClient each : members) {
      each.publish(room, "hi");
    }
    for (StompClient each : members) {
      assertThat(each.nextTexts("room", members.size())).hasSize(members.size()).containsOnly("hi");
    }
  }
}
