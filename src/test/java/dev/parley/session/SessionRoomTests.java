package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a replay waits for a client that reads slower than the log is read. */
class SessionRoomTests {

  private static final int KIB = 1024;

  private final RecordingConnection connection = new RecordingConnection();
  private final WriterLane lane = new WriterLane("lane-under-test", nanos -> {});
  private final Session session = TestSessions.open(connection, lane);

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void whoeverWaitsForRoomGoesOnWhenEnoughWasWritten() {
    List<String> heard = new ArrayList<>();
    connection.hold();
    session.send(Frames.saying("under way"));
    assertThat(inLane(session::hasRoom)).isTrue();
    session.send(Frames.ofSize(64 * KIB));
    assertThat(inLane(session::hasRoom)).isFalse();

    lane.run(() -> session.whenRoom(() -> heard.add("open " + session.isOpen())), 0);
    connection.finish();
    assertThat(heard).isEmpty();
    connection.finish();

    assertThat(heard).containsExactly("open true");
    assertThat(inLane(session::hasRoom)).isTrue();
  }

  @Test
  void whoeverWaitsForRoomThatIsThereGoesOnAtOnce() {
    List<String> heard = new ArrayList<>();

    lane.run(() -> session.whenRoom(() -> heard.add("now")), 0);

    assertThat(heard).containsExactly("now");
  }

  @Test
  void whoeverFillsTheRoomLetsTheNextOneWait() {
    List<String> heard = new ArrayList<>();
    connection.hold();
    session.send(Frames.saying("under way"));
    session.send(Frames.ofSize(64 * KIB));
    lane.run(
        () -> {
          session.whenRoom(
              () -> {
                heard.add("first");
                session.push(Frames.ofSize(64 * KIB));
                session.push(Frames.ofSize(64 * KIB));
              });
          session.whenRoom(() -> heard.add("second"));
        },
        0);

    connection.finish();
    connection.finish();
    assertThat(heard).containsExactly("first");
    connection.finish();
    assertThat(heard).containsExactly("first");
    connection.finish();

    assertThat(heard).containsExactly("first", "second");
  }

  @Test
  void nobodyWaitsForRoomOnceTheSessionHasEnded() {
    List<String> heard = new ArrayList<>();
    connection.hold();
    session.send(Frames.saying("under way"));
    session.send(Frames.ofSize(64 * KIB));
    lane.run(() -> session.whenRoom(() -> heard.add("open " + session.isOpen())), 0);

    session.end(new Refusal(RefusalCode.KICKED), Optional.empty());
    lane.run(() -> session.whenRoom(() -> heard.add("later, open " + session.isOpen())), 0);

    assertThat(heard).containsExactly("open false", "later, open false");
  }

  @Test
  void nobodyWaitsForRoomOnceTheConnectionIsGone() {
    List<String> heard = new ArrayList<>();
    connection.hold();
    session.send(Frames.saying("under way"));
    session.send(Frames.ofSize(64 * KIB));
    lane.run(() -> session.whenRoom(() -> heard.add("open " + session.isOpen())), 0);

    session.gone();

    assertThat(heard).containsExactly("open false");
  }

  private boolean inLane(BooleanSupplier question) {
    boolean[] answer = new boolean[1];
    lane.run(() -> answer[0] = question.getAsBoolean(), 0);
    return answer[0];
  }
}
