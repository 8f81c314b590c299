package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.channel.Channels;
import dev.parley.limit.Capacity;
import dev.parley.presence.MemoryPresenceStore;
import dev.parley.session.Sessions;
import dev.parley.store.MemoryStore;
import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompVersion;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Tokens;
import dev.parley.wire.kit.Transport;
import dev.parley.wire.kit.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a wire test stands on: the service, and whatever the test opens, which ends with it. After
 * each test nothing of its clients may be left in the service; where the service runs elsewhere
 * that cannot be seen, which is said once.
 */
final class Stage implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final AtomicInteger users = new AtomicInteger();
  private final List<String> settings;
  private Optional<RunningParley> own = Optional.empty();

  private Stage(String... settings) {
    this.settings = List.of(settings);
  }

  /** The service that all tests share. */
  static Stage shared() {
    return new Stage();
  }

  /** A node of the test class's own, in this process, with these settings. */
  static Stage with(String... settings) {
    return new Stage(settings);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!settings.isEmpty()) {
      own = Optional.of(RunningParley.with(settings.toArray(String[]::new)));
    }
  }

  Target target() {
    return own.map(RunningParley::asTarget).orElseGet(RunningParley::target);
  }

  /** A part of the node that can be looked into. */
  <T> T bean(Class<T> type) {
    return node().orElseThrow().bean(type);
  }

  Tokens tokens() {
    return target().tokens();
  }

  /** A token of a user that nobody else is. */
  String token() {
    return tokens().of(user());
  }

  /** A name that no other user has. */
  String user() {
    return "user-%s-%d".formatted(Long.toString(System.nanoTime(), 36), users.incrementAndGet());
  }

  URI at(Way way) {
    return target().at(way.door());
  }

  Cast cast(Way way) {
    return opened(new Cast(target(), way.door(), way.transport()));
  }

  Wire wire(Way way) {
    Wire wire = way.transport().open(at(way));
    opened(wire::leave);
    return wire;
  }

  /** A client that has not said CONNECT yet. */
  StompClient stranger(Way way) {
    return stranger(way, StompVersion.values());
  }

  /** The same that speaks only these versions. */
  StompClient stranger(Way way, StompVersion... spoken) {
    return StompClient.on(wire(way), spoken);
  }

  /** A client of a user of its own that is connected. */
  StompClient client(Way way, String... headers) {
    StompClient client = stranger(way);
    assertThat(client.connect(token(), headers).command()).isEqualTo("CONNECTED");
    return client;
  }

  /** A WebSocket, open or refused. */
  RawWebSocket socket(Way way, Handshake handshake) {
    return opened(RawWebSocket.open(Transport.endpoint(at(way)), handshake));
  }

  /** How many channels the memory store holds; empty where it cannot be seen. */
  Optional<Integer> storedChannels() {
    return node().map(node -> node.bean(MemoryStore.class).size());
  }

  <T extends AutoCloseable> T opened(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
    node().ifPresentOrElse(Stage::assertEmpty, Stage::sayWhatIsLeftOut);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    own.ifPresent(RunningParley::close);
    Leaks.assertNone();
  }

  /** The node that can be looked into. */
  private Optional<RunningParley> node() {
    if (own.isPresent()) {
      return own;
    }
    return Target.named().isPresent() ? Optional.empty() : Optional.of(RunningParley.shared());
  }

  /** A SockJS session that just falls silent is kept for a while. */
  private static final Duration PATIENCE = Duration.ofSeconds(35);

  private static void assertEmpty(RunningParley node) {
    Sessions sessions = node.bean(Sessions.class);
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () -> {
              assertThat(sessions.count()).as("sessions").isZero();
              assertThat(sessions.users()).as("users").isEmpty();
              assertThat(node.bean(Capacity.class).taken()).as("places").isZero();
              assertThat(node.bean(Channels.class).active()).as("channels").isZero();
              assertThat(node.bean(MemoryPresenceStore.class).size()).as("presence").isZero();
              assertThat(node.bean(MemoryPresenceStore.class).members()).as("members").isZero();
            });
  }

  private static void sayWhatIsLeftOut() {
    if (SAID.compareAndSet(false, true)) {
      System.out.println("Left out: that nothing is left behind, because the service is elsewhere");
    }
  }
}
