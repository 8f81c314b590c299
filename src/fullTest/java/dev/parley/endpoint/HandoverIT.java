package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.ParleyApplication;
import dev.parley.redis.kit.RedisServer;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The JavaScript client moves to another connection while it talks: nobody sees it leave, and
 * nothing is lost, doubled or out of order.
 */
@Timeout(180)
class HandoverIT {

  private static final Duration WITHIN = Duration.ofSeconds(1);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void onOneNode() throws IOException {
    ConfigurableApplicationContext node = node();
    Mover mover = mover(node);

    for (int i = 0; i < 5; i++) {
      move(node);
      mover.awaits("moved");
      await().until(() -> sessions(node).size() == 1);
    }

    mover.does("end");
    assertThat(mover.result()).isEqualTo("ok");
  }

  @Test
  void betweenTwoNodes() throws IOException {
    RedisServer redis = opened(RedisServer.start());
    String[] shared = {
      "--parley.store.type=redis",
      "--parley.broker.type=redis",
      "--spring.data.redis.port=" + redis.port()
    };
    ConfigurableApplicationContext east = node(shared);
    ConfigurableApplicationContext west = node(shared);
    Mover mover = mover(east, west);

    for (int i = 0; i < 4; i++) {
      ConfigurableApplicationContext from = i % 2 == 0 ? east : west;
      ConfigurableApplicationContext to = i % 2 == 0 ? west : east;
      mover.does("to " + (i + 1) % 2);
      move(from);
      mover.awaits("moved");
      await().until(() -> sessions(from).isEmpty() && sessions(to).size() == 1);
    }

    mover.does("end");
    assertThat(mover.result()).isEqualTo("ok");
  }

  @Test
  void fromANodeThatEndsToAnotherBehindTheSameAddress() throws IOException {
    RedisServer redis = opened(RedisServer.start());
    String[] shared = {
      "--parley.store.type=redis",
      "--parley.broker.type=redis",
      "--spring.data.redis.port=" + redis.port(),
      "--parley.drain.delay=1s",
      "--parley.drain.duration=4s"
    };
    ConfigurableApplicationContext stays = node(shared);
    ConfigurableApplicationContext ends = node(shared);
    Mover mover = mover(stays, ends);
    mover.does("to 1");
    move(stays);
    mover.awaits("moved");
    await().until(() -> sessions(ends).size() == 1 && sessions(stays).isEmpty());

    mover.does("to 0");
    long begin = System.nanoTime();
    ends.close();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    mover.awaits("moved");
    assertThat(sessions(stays)).hasSize(1);
    assertThat(took).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
    mover.does("end");
    assertThat(mover.result()).isEqualTo("ok");
  }

  @Test
  void aSessionThatWasToldToMoveCountsAsMovingForThatTime() throws IOException {
    ConfigurableApplicationContext node = node();
    Mover mover = mover(node);
    Session session = sessions(node).getFirst();
    assertThat(session.tenure().isMoving()).isFalse();

    move(node);

    assertThat(session.tenure().isMoving()).isTrue();
    mover.awaits("moved");
    await().until(() -> !session.tenure().isMoving());
    mover.does("end");
    assertThat(mover.result()).isEqualTo("ok");
  }

  private static List<Session> sessions(ConfigurableApplicationContext node) {
    return node.getBean(Sessions.class).ofUser("mover");
  }

  private static void move(ConfigurableApplicationContext node) {
    node.getBean(SessionNotices.class).move(sessions(node).getFirst(), WITHIN);
  }

  private Mover mover(ConfigurableApplicationContext... nodes) throws IOException {
    List<String> ports = new ArrayList<>();
    for (ConfigurableApplicationContext node : nodes) {
      ports.add(node.getEnvironment().getRequiredProperty("local.server.port"));
    }
    Mover mover = opened(new Mover(ports));
    mover.awaits("ready");
    return mover;
  }

  private ConfigurableApplicationContext node(String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--server.port=0");
    all.add("--parley.socket.port=-1");
    all.add("--parley.auth.secret=" + Mover.SECRET);
    all.add("--parley.node-id=node-" + opened.size());
    return opened(SpringApplication.run(ParleyApplication.class, all.toArray(String[]::new)));
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.add(resource);
    return resource;
  }
}
