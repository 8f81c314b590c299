package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** For how long a session may stay. */
class TenureTests {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long START = -5 * SECOND; // Times may be negative, and may overflow.
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final RecordingConnection connection = new RecordingConnection();
  private final WriterLane lane = new WriterLane("lane-under-test", nanos -> {});
  private final Session session = TestSessions.open(connection, lane);
  private final Tenure tenure = session.tenure();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    lane.close();
  }

  @Test
  void endsHalfAMinuteAfterTheToken() {
    accepted(600);

    tickAt(629.9);
    assertThat(session.isOpen()).isTrue();

    tickAt(630);
    assertThat(session.reason()).contains(RefusalCode.TOKEN_EXPIRED);
    assertThat(connection.ends()).containsExactly("4401 token-expired");
  }

  @Test
  void tellsAMinuteBeforeAndOnce() {
    accepted(600);

    tickAt(539.9);
    assertThat(told).isEmpty();

    tickAt(540);
    tickAt(541);
    assertThat(told).containsExactly("expiring");
  }

  @Test
  void tellsOfAShortTokenInItsLastQuarter() {
    accepted(40);

    tickAt(29.9);
    assertThat(told).isEmpty();

    tickAt(30);
    assertThat(told).containsExactly("expiring");
  }

  @Test
  void goesOnWithANewTokenAndTellsOfThatToo() {
    accepted(600);
    tickAt(540);

    tenure.accepted(NOW.plusSeconds(1200), NOW.plusSeconds(540), START + 540 * SECOND);
    tickAt(1139);
    assertThat(session.isOpen()).isTrue();
    assertThat(told).hasSize(1);

    tickAt(1140);
    assertThat(told).hasSize(2);
    tickAt(1230);
    assertThat(session.isOpen()).isFalse();
  }

  @Test
  void asksNobodyAgainWhoAnsweredWithTheSameToken() {
    accepted(600);
    tickAt(540);

    tenure.accepted(NOW.plusSeconds(600), NOW.plusSeconds(541), START + 541 * SECOND);
    tickAt(620);
    assertThat(told).hasSize(1);
    assertThat(session.isOpen()).isTrue();

    tickAt(630);
    assertThat(session.isOpen()).isFalse();
  }

  @Test
  void aTokenThatIsOverButForTheSkewIsToldOfAtOnce() {
    accepted(-10);

    tickAt(0.1);
    assertThat(told).hasSize(1);
    assertThat(session.isOpen()).isTrue();

    tickAt(20);
    assertThat(session.isOpen()).isFalse();
  }

  @Test
  void noEndIsTooFarAway() {
    tenure.accepted(Instant.MAX, NOW, START);

    tickAt(1_000_000);

    assertThat(session.isOpen()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void movesOnlyWithinItsTime() {
    assertThat(tenure.isMoving()).isFalse();

    tenure.movesWithin(Duration.ofMinutes(1));
    assertThat(tenure.isMoving()).isTrue();

    tenure.movesWithin(Duration.ZERO);
    assertThat(tenure.isMoving()).isFalse();
  }

  private void accepted(long seconds) {
    tenure.onExpiring(() -> told.add("expiring"));
    tenure.accepted(NOW.plusSeconds(seconds), NOW, START);
  }

  private void tickAt(double seconds) {
    tenure.tick(session, START + (long) (seconds * SECOND));
  }
}
