package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.broker.LocalBroker;
import dev.parley.channel.Access;
import dev.parley.channel.Channels;
import dev.parley.channel.Joined;
import dev.parley.channel.Lane;
import dev.parley.channel.LogBacklog;
import dev.parley.channel.Namespace;
import dev.parley.channel.Namespaces;
import dev.parley.channel.Publication;
import dev.parley.channel.Retention;
import dev.parley.channel.Subscriber;
import dev.parley.channel.Tally;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.HeadStyle;
import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.Since;
import dev.parley.protocol.StompVersion;
import dev.parley.protocol.Tail;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client gets what it missed as fast as it reads, however large that is. */
class ReplayTests {

  private static final ChannelName LOBBY = new ChannelName("rooms", "lobby");
  private static final int KIB = 1024;
  private static final int MESSAGES = 200;

  private final RecordingConnection connection = new RecordingConnection();
  private final WriterLane lane = new WriterLane("lane-under-test", nanos -> {});
  private final Session session = TestSessions.open(connection, lane);
  private final LocalBroker broker = new LocalBroker();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Channels channels = channels();

  private final class Client implements Subscriber {

    @Override
    public Lane lane() {
      return lane;
    }

    @Override
    public HeadStyle style() {
      return new HeadStyle("s", false, StompVersion.V1_2, false);
    }

    @Override
    public void joined(Joined joined) {}

    @Override
    public void refused(Refusal refusal) {
      session.end(refusal, Optional.empty());
    }

    @Override
    public void send(OutFrame frame) {
      session.push(frame);
    }

    @Override
    public boolean hasRoom() {
      return session.hasRoom();
    }

    @Override
    public void whenRoom(Runnable more) {
      session.whenRoom(more);
    }
  }

  @BeforeEach
  void start() {
    broker.start("node", channels);
  }

  @AfterEach
  void close() {
    timer.shutdownNow();
    lane.close();
  }

  @Test
  void pageOfLargeMessagesIsNotMoreThanAClientMayHaveWaiting() {
    publish(MESSAGES);
    connection.hold();

    channels.subscribe(LOBBY, new Since.Last(MESSAGES), new Client());

    readAll();
    assertThat(session.reason()).isEmpty();
    assertThat(connection.written()).hasSize(MESSAGES);
  }

  @Test
  void whatWasSaidDuringTheReplayIsNotMoreThanAClientMayHaveWaiting() {
    publish(10);
    connection.hold();
    channels.subscribe(LOBBY, new Since.Last(10), new Client());
    publish(MESSAGES);

    readAll();
    assertThat(session.reason()).isEmpty();
    assertThat(connection.written()).hasSize(10 + MESSAGES);
  }

  private void publish(int messages) {
    for (int i = 0; i < messages; i++) {
      Tail tail = Tail.of(Map.of("destination", "/topic/rooms.lobby"), new byte[40 * KIB]);
      assertThat(channels.publish(LOBBY, List.of(new Publication(tail, Optional.empty()))))
          .isCompleted();
    }
  }

  private void readAll() {
    while (connection.finish()) {
      assertThat(session.waitingBytes()).isLessThan(128 * KIB);
    }
  }

  private Channels channels() {
    Namespace rooms =
        new Namespace(new Retention(1_000, Duration.ZERO), false, 0, 0, Access.USER, Access.USER);
    Namespaces namespaces = new Namespaces(Map.of("rooms", rooms));
    MemoryStore store = new MemoryStore(InstantSource.system(), Duration.ofMinutes(5));
    LogBacklog log = new LogBacklog(store, namespaces);
    Channels.Node node = new Channels.Node(() -> "node", timer, new Tally());
    Channels channels = new Channels(store, broker, namespaces, node, channel -> log);
    channels.listen(broker.start("node", channels));
    return channels;
  }
}
