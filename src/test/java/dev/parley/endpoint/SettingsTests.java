package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.channel.Access;
import dev.parley.channel.Namespace;
import dev.parley.channel.Retention;
import dev.parley.limit.ConnectionSettings;
import dev.parley.limit.TrafficSettings;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the service does with a value that somebody has configured. */
class SettingsTests {

  private static final Namespace AS_ROOMS =
      new Namespace(
          new Retention(1000, Duration.ofHours(24)), true, 1000, 0, Access.USER, Access.USER);

  @ParameterizedTest
  @CsvSource({
    "parley.limits.connections-per-user, -1",
    "parley.limits.connections-per-user, few",
    "parley.limits.connect-timeout, -1s",
    "parley.limits.connect-timeout, soon",
    "parley.limits.subscriptions, -1",
    "parley.limits.subscriptions, many",
    "parley.limits.frame-size, -1KB",
    "parley.limits.frame-size, 2GB",
    "parley.limits.frame-size, 64XB",
    "parley.limits.headers, -1",
    "parley.limits.send-buffer, -1",
    "parley.limits.send-buffer, 2GB",
    "parley.limits.send-timeout, -1ms",
    "parley.limits.transaction, -1",
    "parley.limits.transaction, 99999999999",
    "parley.limits.buffer-memory, -1",
    "parley.limits.idempotency-window, 0",
    "parley.limits.idempotency-window, -5m",
  })
  void limitThatCannotBeNamesItsKey(String key, String value) {
    assertNamed(key, LimitSettings.class, "parley.limits", value);
  }

  @ParameterizedTest
  @CsvSource({
    "parley.limits.messages-per-second, -1",
    "parley.limits.messages-per-second, fast",
    "parley.limits.bytes-per-second, -1KB",
    "parley.limits.burst, -1",
    "parley.limits.new-channels-per-minute, -1",
  })
  void trafficThatCannotBeNamesItsKey(String key, String value) {
    assertNamed(key, TrafficSettings.class, "parley.limits", value);
  }

  @ParameterizedTest
  @CsvSource({
    "parley.limits.connections, -1",
    "parley.limits.connections, all",
    "parley.limits.connections-per-address, -1",
    "parley.limits.connect-rate, -1",
  })
  void crowdThatCannotBeNamesItsKey(String key, String value) {
    assertNamed(key, ConnectionSettings.class, "parley.limits", value);
  }

  @ParameterizedTest
  @CsvSource({
    "parley.heart-beat.send, -1s",
    "parley.heart-beat.receive, -1ms",
    "parley.heart-beat.ping, -1s",
    "parley.heart-beat.ping, often",
  })
  void heartBeatThatCannotBeNamesItsKey(String key, String value) {
    assertNamed(key, HeartBeatSettings.class, "parley.heart-beat", value);
  }

  @ParameterizedTest
  @CsvSource({
    "parley.drain.delay, -1s",
    "parley.drain.delay, soon",
    "parley.drain.delay, 61m",
    "parley.drain.duration, 1000000d",
    "parley.drain.duration, -1ms",
  })
  void drainThatCannotBeNamesItsKey(String key, String value) {
    assertNamed(key, DrainSettings.class, "parley.drain", value);
  }

  @ParameterizedTest
  @CsvSource({
    "history, -1",
    "history, all",
    "history-ttl, -1s",
    "presence, maybe",
    "presence-limit, -1",
    "max-members, -1",
    "subscribe, member",
    "subscribe, everybody",
    "publish, nobody",
  })
  void optionThatCannotBeNamesItsNamespace(String option, String value) {
    assertThatThrownBy(() -> namespaces(Map.of("parley.namespaces.teams." + option, value)))
        .satisfies(failure -> assertThat(story(failure)).contains("parley.namespaces.teams"));
  }

  @ParameterizedTest
  @CsvSource({"presence", "online", "history", "events", "nodes", "Rooms", "1st", "a_b"})
  void nameThatNoNamespaceMayHaveIsNamed(String name) {
    assertThatThrownBy(() -> namespaces(Map.of("parley.namespaces[" + name + "].history", "1")))
        .satisfies(
            failure ->
                assertThat(story(failure))
                    .contains("parley.namespaces." + name + " is not a name for a namespace"));
  }

  @Test
  void namespaceOfYoursIsAsRoomsWhereItSaysNothingElse() {
    NamespaceSettings settings =
        namespaces(
            Map.of(
                "parley.namespaces.alerts.publish", "server",
                "parley.namespaces.alerts.history", "10"));

    assertThat(settings.toNamespaces().byName())
        .containsOnly(
            Map.entry(
                "alerts",
                new Namespace(
                    new Retention(10, Duration.ofHours(24)),
                    true,
                    1000,
                    0,
                    Access.USER,
                    Access.SERVER)));
  }

  @Test
  void optionsMayBeSetOneByOneOverThoseOfTheService() {
    Map<String, Namespace> namespaces =
        ApplicationYaml.boundWith(
                "parley",
                NamespaceSettings.class,
                Map.of(
                    "parley.namespaces.rooms.presence", "false",
                    "parley.namespaces.inbox.history", "5",
                    "parley.namespaces.teams.subscribe", "claim"))
            .toNamespaces()
            .byName();

    assertThat(namespaces).containsOnlyKeys("rooms", "inbox", "teams");
    assertThat(namespaces)
        .containsEntry(
            "rooms", new Namespace(AS_ROOMS.retention(), false, 1000, 0, Access.USER, Access.USER))
        .containsEntry(
            "inbox",
            new Namespace(
                new Retention(5, Duration.ofDays(7)), false, 1000, 0, Access.USER, Access.USER))
        .containsEntry(
            "teams", new Namespace(AS_ROOMS.retention(), true, 1000, 0, Access.CLAIM, Access.USER));
  }

  @Test
  void zeroIsAllowedWhereItMeansNoLimit() {
    LimitSettings limits =
        bind(
            "parley.limits",
            LimitSettings.class,
            Map.of(
                "parley.limits.connections-per-user", "0",
                "parley.limits.connect-timeout", "0",
                "parley.limits.subscriptions", "0",
                "parley.limits.frame-size", "0",
                "parley.limits.headers", "0",
                "parley.limits.send-buffer", "0",
                "parley.limits.send-timeout", "0",
                "parley.limits.transaction", "0"));

    assertThat(limits.frameBytes()).isZero();
    assertThat(limits.sendBufferBytes()).isZero();
    assertThat(limits.socketBytes()).isZero();
    assertThat(limits.connectTimeout()).isZero();
    assertThat(limits.connectionsPerUser()).isZero();
  }

  @Test
  void socketTakesMoreThanAFrameSoThatTheRefusalHasACode() {
    LimitSettings limits =
        bind("parley.limits", LimitSettings.class, Map.of("parley.limits.frame-size", "1GB"));

    assertThat(limits.frameBytes()).isEqualTo(1 << 30);
    assertThat(limits.socketBytes()).isGreaterThan(2L << 30);
  }

  private static void assertNamed(String key, Class<?> type, String prefix, String value) {
    assertThatThrownBy(() -> bind(prefix, type, Map.of(key, value)))
        .isInstanceOf(BindException.class)
        .satisfies(failure -> assertThat(story(failure)).contains(key));
  }

  /** What an operator reads: the messages of the failure and of its causes. */
  private static String story(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .map(String::valueOf)
        .collect(Collectors.joining("\n"));
  }

  private static NamespaceSettings namespaces(Map<String, String> values) {
    return bind("parley", NamespaceSettings.class, values);
  }

  private static <T> T bind(String prefix, Class<T> type, Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
  }
}
