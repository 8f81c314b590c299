package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.ParleyApplication;
import dev.parley.redis.kit.RedisServer;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Tokens;
import dev.parley.wire.kit.Transport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A user with as many connections as it may have is asked to move one to another node. */
@Timeout(120)
class MovingUserIT {

  private static final String SECRET = "a-secret-of-those-who-move-with-more-than-32-bytes";
  private static final Duration WITHIN = Duration.ofSeconds(3);
  private static final String USER = "alice";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final RedisServer redis = opened(RedisServer.start());
  private final ConfigurableApplicationContext east = node("east");
  private final ConfigurableApplicationContext west = node("west");

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void theOtherNodeLetsOneMoreInForThatTime() {
    StompClient moving = client(east);
    assertThat(answer(moving)).isEqualTo("CONNECTED");
    assertThat(answer(client(west))).isEqualTo("CONNECTED");
    assertThat(answer(client(west))).isEqualTo("too-many-connections");
    moving.subscribe("s", "/user/queue/session");

    move(WITHIN);
    assertThat(moving.nextMessage("s").text()).contains("\"move\"");
    StompClient moved = client(west);
    assertThat(answer(moved)).isEqualTo("CONNECTED");
    assertThat(answer(client(west))).isEqualTo("too-many-connections");
    assertThat(answer(client(east))).isEqualTo("too-many-connections");

    // It went back instead, and the other one stays longer than it was to.
    moved.disconnect();
    await().atMost(WITHIN.multipliedBy(2)).until(() -> !session().tenure().isMoving());
    assertThat(answer(client(west))).isEqualTo("too-many-connections");
    assertThat(answer(client(east))).isEqualTo("too-many-connections");
    moving.disconnect();
    await().untilAsserted(() -> assertThat(answer(client(west))).isEqualTo("CONNECTED"));
  }

  private Session session() {
    return east.getBean(Sessions.class).ofUser(USER).iterator().next();
  }

  private void move(Duration within) {
    east.getBean(SessionNotices.class).move(session(), within);
  }

  /** CONNECTED, or the code of the refusal. */
  private static String answer(StompClient client) {
    StompFrame answer = client.connect(Tokens.signedWith(SECRET).of(USER));
    return answer.command().equals("ERROR") ? answer.value("code") : answer.command();
  }

  private StompClient client(ConfigurableApplicationContext node) {
    String port = node.getEnvironment().getRequiredProperty("local.server.port");
    return opened(StompClient.on(Transport.WEBSOCKET.open(URI.create("http://localhost:" + port))));
  }

  private ConfigurableApplicationContext node(String id) {
    return opened(
        SpringApplication.run(
            ParleyApplication.class,
            "--server.port=0",
            "--parley.socket.port=-1",
            "--parley.auth.secret=" + SECRET,
            "--parley.node-id=" + id,
            "--parley.store.type=redis",
            "--parley.broker.type=redis",
            "--parley.limits.connections-per-user=2",
            "--spring.data.redis.port=" + redis.port()));
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }
}
