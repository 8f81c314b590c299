package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.redis.kit.RedisServer;
import dev.parley.session.Sessions;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes and more behind the nginx that Parley ships a configuration for. */
@Timeout(120)
class NginxIT {

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final int CROWD = 12;

  /** Where they begin among the members of every transport. */
  private static final int POLLERS = Transport.XHR_POLLING.ordinal() * CROWD;

  private static RedisServer redis;
  private static RunningParley east;
  private static RunningParley west;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String room = "/topic/rooms.nginx-" + NAMES.incrementAndGet();
  private NginxServer nginx;

  private <T extends AutoCloseable> T opened(T resource) {
    opened.addFirst(resource);
    return resource;
  }

  private static RunningParley node(String id) {
    return RunningParley.with(
        "--parley.node-id=" + id,
        "--parley.store.type=redis",
        "--parley.broker.type=redis",
        "--parley.trusted-proxies=127.0.0.1",
        "--spring.data.redis.port=" + redis.port());
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

  private void startNginx(RunningParley... nodes) {
    nginx = opened(NginxServer.before(Stream.of(nodes).map(RunningParley::asTarget).toList()));
  }

  @AfterEach
  void closeClients() throws Exception {
    http.close();
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private Target front() {
    return nginx.asTarget(west.asTarget());
  }

  private StompClient client(Transport transport, String user) {
    StompClient client = opened(StompClient.on(transport.open(front().at(Door.SPRING))));
    assertThat(client.connect(front().tokens().of(user)).command()).isEqualTo("CONNECTED");
    return client;
  }

  private List<StompClient> members(Transport transport) {
    return IntStream.range(0, CROWD)
        .mapToObj(
            i -> {
              StompClient member = client(transport, "user-" + NAMES.incrementAndGet());
              member.subscribe("room", room);
              return member;
            })
        .toList();
  }

  private static int sessions(RunningParley node) {
    return node.bean(Sessions.class).count();
  }

  /** All say a word and hear everybody's. */
  private void talk(List<StompClient> members) {
    for (StompClient each : members) {
      each.publish(room, "hi");
    }
    for (StompClient each : members) {
      assertThat(each.nextTexts("room", members.size())).hasSize(members.size()).containsOnly("hi");
    }
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    URI address = front().at(Door.SPRING).resolve(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @EnumSource
  void everyTransportReachesOneOfTheNodesAndStaysThere(Transport transport) {
    startNginx(east, west);
    List<StompClient> members = members(transport);

    talk(members);
    talk(members);

    assertThat(sessions(east)).isBetween(1, CROWD - 1);
    assertThat(sessions(west)).isEqualTo(CROWD - sessions(east));
    members.forEach(StompClient::disconnect);
    await().until(() -> sessions(east) + sessions(west) == 0);
  }

  @Test
  void webSocketsGoToTheFastDoorAndTheRestToTheWebServer() throws Exception {
    startNginx(east, west);

    assertThat(get("/ws").statusCode()).isEqualTo(426);
    assertThat(get("/ws/info").body()).contains("\"websocket\":true");
    assertThat(get("/client/parley.js").statusCode()).isEqualTo(200);
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(404);
    assertThat(get("/actuator/prometheus").statusCode()).isEqualTo(404);
  }

  /** The page's own host, as the browser names it, is the one that nginx was asked for. */
  @Test
  void pagesOfItsHostMayConnectAndOthersMayNot() throws Exception {
    startNginx(east, west);
    String own = "http://" + front().at(Door.SPRING).getAuthority();

    assertThat(get("/ws/info", "Origin", own).statusCode()).isEqualTo(200);
    assertThat(get("/ws/info", "Origin", "https://evil.example").statusCode()).isEqualTo(403);
    assertThat(
            get("/ws/info", "Origin", "https://evil.example", "X-Forwarded-Host", "evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            get("/ws/info", "Origin", "https://evil.example", "Forwarded", "host=evil.example")
                .statusCode())
        .isEqualTo(403);
  }

  /** Sockets and streams do not notice; of the pollers some are told to come again, and resume. */
  @Test
  void aNodeThatJoinsEndsNobodysSocketAndLosesNobodysMessage() {
    startNginx(east, west);
    List<StompClient> members = new ArrayList<>();
    List.of(Transport.values()).forEach(transport -> members.addAll(members(transport)));
    talk(members);
    RunningParley north = opened(node("north"));

    nginx.takes(Stream.of(east, west, north).map(RunningParley::asTarget).toList());
    await("a third node gets sessions")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              opened(Transport.XHR_POLLING.open(front().at(Door.SPRING)));
              return sessions(north) > 0;
            });
    talkOn(members);
  }

  private void talkOn(List<StompClient> members) {
    StompClient speaker = client(Transport.WEBSOCKET, "speaker");
    List<String> words = IntStream.range(0, 30).mapToObj(i -> "word " + i).toList();
    List<Listener> listeners = members.stream().map(Listener::new).toList();
    words.forEach(word -> speaker.publish(room, word));

    for (Listener each : listeners) {
      assertThat(each.hears(words.size())).isEqualTo(words);
    }
    List<Listener> pollers = listeners.subList(POLLERS, POLLERS + CROWD);
    assertThat(listeners.stream().filter(each -> each.cameAgain))
        .hasSizeLessThan(CROWD)
        .isSubsetOf(pollers);
  }

  /** Hears every message once, however often it has to come again. */
  private final class Listener {

    private final List<String> heard = new ArrayList<>();
    private StompClient client;
    private String last;
    private boolean cameAgain;

    Listener(StompClient client) {
      this.client = client;
      last =
          client.received().stream()
              .filter(frame -> frame.isMessageOf("room"))
              .map(frame -> frame.value("message-id"))
              .reduce((one, next) -> next)
              .orElseThrow();
    }

    List<String> hears(int count) {
      while (heard.size() < count) {
        try {
          StompFrame message = client.nextMessage("room");
          heard.add(message.text());
          last = message.value("message-id");
        } catch (AssertionError ended) {
          if (client.wire().closed(Duration.ZERO).isEmpty() || cameAgain) {
            throw ended;
          }
          cameAgain = true;
          client = client(Transport.XHR_POLLING, "user-" + NAMES.incrementAndGet());
          client.subscribe("room", room, "since:" + last);
        }
      }
      return heard;
    }
  }

  /** Who is sent away by one node is let in by the other at the first try. */
  @Test
  void aNodeThatStopsBehindItSendsItsClientsToTheOther() {
    RunningParley south = opened(node("south"));
    startNginx(south, west);
    List<StompClient> members = new ArrayList<>();
    List.of(Transport.values()).forEach(transport -> members.addAll(members(transport)));
    int there = sessions(south);
    assertThat(there).isBetween(1, members.size() - 1);

    south.close();
    List<StompClient> sentAway = new ArrayList<>();
    await()
        .until(
            () -> {
              members.stream()
                  .filter(each -> each.wire().closed(Duration.ZERO).isPresent())
                  .filter(each -> !sentAway.contains(each))
                  .forEach(sentAway::add);
              return sentAway.size() == there;
            });

    for (StompClient each : sentAway) {
      each.expectError("restarting", 1012);
      Transport transport = Transport.values()[members.indexOf(each) / CROWD];
      client(transport, "again-" + NAMES.incrementAndGet()).subscribe("room", room);
    }
    await("nobody is left of whoever was here before")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(sessions(west)).isEqualTo(members.size()));
  }
}
