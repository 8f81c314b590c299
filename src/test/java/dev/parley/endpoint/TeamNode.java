package dev.parley.endpoint;

import com.example.team.TeamConfiguration;
import dev.parley.ParleyApplication;
import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompVersion;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import dev.parley.wire.kit.Wire;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The service with a team's own handlers, on a free port, started once for the tests that ask. */
final class TeamNode implements AutoCloseable {

  private static final String SECRET = "a-secret-of-at-least-32-bytes-for-a-team";

  private static Optional<TeamNode> shared = Optional.empty();

  private final ConfigurableApplicationContext context;

  private TeamNode() {
    SpringApplication application =
        new SpringApplication(ParleyApplication.class, TeamConfiguration.class);
    context = application.run("--server.port=0", "--parley.auth.secret=" + SECRET);
  }

  static synchronized TeamNode shared() {
    if (shared.isEmpty()) {
      shared = Optional.of(new TeamNode());
    }
    return shared.get();
  }

  /** One of the test's own, to be stopped. */
  static TeamNode another() {
    return new TeamNode();
  }

  /** People who come over WebSocket. */
  Cast cast() {
    return cast(Transport.WEBSOCKET);
  }

  Cast cast(Transport transport) {
    return new Cast(target(), Door.SPRING, transport);
  }

  /** A user whose client speaks nothing but STOMP 1.0. */
  StompClient oldClient(String user) {
    Wire wire = Transport.WEBSOCKET.open(target().at(Door.SPRING));
    StompClient client = StompClient.on(wire, StompVersion.V1_0);
    client.connect(target().tokens().of(user));
    return client;
  }

  private Target target() {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return Target.of(Door.SPRING, "http://localhost:" + port, SECRET);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  ConfigurableApplicationContext context() {
    return context;
  }

  @Override
  public void close() {
    context.close();
  }
}
