package dev.parley.wire;

import dev.parley.ParleyApplication;
import dev.parley.fastdoor.FastDoor;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service in this process, on free ports: one node that all tests share, started when the first
 * asks for it, or nodes of a test's own with other settings.
 */
final class RunningParley implements AutoCloseable {

  private static final String SECRET =
      "a-secret-of-the-wire-tests-with-64-bytes-which-serves-HS512-too!";

  private static final List<Class<?>> PARLEY = List.of(ParleyApplication.class);

  private static Optional<RunningParley> shared = Optional.empty();

  static {
    Leaks.watch();
  }

  private final ConfigurableApplicationContext context;

  private RunningParley(List<Class<?>> parts, String... arguments) {
    List<String> all = new ArrayList<>();
    all.add("--server.port=0");
    all.add("--spring.config.additional-location=classpath:/wire.yml");
    if (Arrays.stream(arguments).noneMatch(RunningParley::isKey)) {
      all.add("--parley.auth.secret=" + SECRET);
    }
    all.addAll(List.of(arguments));
    context = new SpringApplication(parts.toArray(Class<?>[]::new)).run(all.toArray(String[]::new));
  }

  private static boolean isKey(String argument) {
    return argument.matches("--parley[.]auth[.](secret|public-key|jwks-uri)=.*");
  }

  /**
   * The service that {@code -Dparley.url} names, otherwise the shared node. For tests that see only
   * the wire.
   */
  static Target target() {
    Target.startedBy(() -> shared().asTarget());
    return Target.current();
  }

  /** The node that the tests of this process share. For tests that look inside. */
  static synchronized RunningParley shared() {
    if (shared.isEmpty()) {
      shared = Optional.of(new RunningParley(PARLEY));
    }
    return shared.get();
  }

  /** A node of the test's own; settings such as {@code --parley.limits.send-buffer=100KB}. */
  static RunningParley with(String... settings) {
    return new RunningParley(PARLEY, settings);
  }

  /** The same with parts of a team's own. */
  static RunningParley withParts(Class<?> parts, String... settings) {
    return new RunningParley(List.of(ParleyApplication.class, parts), settings);
  }

  Target asTarget() {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    return Target.of(Door.SPRING, "http://localhost:" + port, SECRET)
        .with(
            Door.FAST, "http://localhost:" + bean(FastDoor.class).place().orElseThrow().getPort());
  }

  /** Where operators ask, which may be a port of its own. */
  URI forOperators() {
    String usual = context.getEnvironment().getRequiredProperty("local.server.port");
    return URI.create(
        "http://localhost:" + context.getEnvironment().getProperty("local.management.port", usual));
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Stops as on SIGTERM. */
  @Override
  public void close() {
    context.close();
  }
}
