package dev.parley.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.slf4j.LoggerFactory;

/**
 * An ActiveMQ Artemis inside this JVM, with Artemis's own settings for addresses. It has the users
 * {@code parley} (with the permissions that a node needs) and {@code weak} (with none), both with
 * the passcode {@code secret}.
 */
public final class ArtemisServer implements AutoCloseable {

  public static final String PASSCODE = "secret";

  static {
    // It tells every message at INFO, and of every queue what it does without at WARN.
    ((Logger) LoggerFactory.getLogger("org.apache.activemq")).setLevel(Level.ERROR);
  }

  private final int port = freePort();
  private final String acceptor;
  private EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

  private ArtemisServer(Map<String, String> options) {
    acceptor =
        options.entrySet().stream()
            .map(option -> option.getKey() + '=' + option.getValue())
            .collect(Collectors.joining(";", "tcp://127.0.0.1:" + port + "?protocols=STOMP;", ""));
  }

  /** Ready for nodes. */
  public static ArtemisServer started() {
    return started(Map.of());
  }

  /**
   * @param options of its acceptor
   */
  static ArtemisServer started(Map<String, String> options) {
    ArtemisServer server = new ArtemisServer(options);
    server.start();
    return server;
  }

  public int port() {
    return port;
  }

  /** Starts it again, empty. */
  public void start() {
    broker = new EmbeddedActiveMQ();
    broker.setConfiguration(configuration()).setSecurityManager(security());
    run(broker::start);
  }

  public void stop() {
    run(broker::stop);
  }

  @Override
  public void close() {
    stop();
  }

  Set<String> addresses() {
    return server().getPostOffice().getAddresses().stream()
        .map(SimpleString::toString)
        .filter(address -> address.contains("parley"))
        .collect(Collectors.toSet());
  }

  long queues() {
    return Stream.of(server().getActiveMQServerControl().getQueueNames()).count();
  }

  int connections() {
    return server().getConnectionCount();
  }

  private ActiveMQServer server() {
    return broker.getActiveMQServer();
  }

  private Configuration configuration() {
    Configuration configuration = new ConfigurationImpl();
    configuration.setPersistenceEnabled(false).setSecurityEnabled(true);
    configuration.setAddressQueueScanPeriod(100);
    Map<String, Set<Role>> roles = new HashMap<>();
    roles.put(
        "/topic/parley.#",
        Set.of(
            new Role(
                "nodes", true, true, true, true, true, true, false, false, true, true, false,
                false)));
    configuration.setSecurityRoles(roles);
    run(() -> configuration.addAcceptorConfiguration("stomp", acceptor));
    return configuration;
  }

  private static ActiveMQJAASSecurityManager security() {
    SecurityConfiguration users = new SecurityConfiguration();
    users.addUser("parley", PASSCODE);
    users.addRole("parley", "nodes");
    users.addUser("weak", PASSCODE);
    users.addRole("weak", "nobody");
    return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (Exception failure) {
      throw new IllegalStateException("Artemis", failure);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
