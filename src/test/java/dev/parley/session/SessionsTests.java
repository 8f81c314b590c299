package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTests {

  private final Lanes lanes = new Lanes(2, nanos -> {});
  private final Sessions sessions = new Sessions(lanes, TestSessions.LIMITS);

  @AfterEach
  void close() {
    lanes.close();
  }

  @Test
  void sessionIsFoundByItsIdFromTheFirstMomentOn() {
    Session session = sessions.open(new RecordingConnection());

    assertThat(sessions.byId(session.id())).containsSame(session);
    assertThat(sessions.byId("unknown")).isEmpty();
    assertThat(sessions.count()).isOne();
  }

  @Test
  void idsAreLongAndNeverTheSame() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(sessions.open(new RecordingConnection()).id());
    }

    assertThat(ids).hasSize(1_000).allMatch(id -> id.matches("[A-Za-z0-9_-]{20}"));
  }

  @Test
  void sessionsOfAUserAreFoundFromConnectOn() {
    Session phone = sessions.open(new RecordingConnection());
    assertThat(sessions.ofUser("alice")).isEmpty();
    connect(phone, "alice");
    Session laptop = connect(sessions.open(new RecordingConnection()), "alice");
    Session bob = connect(sessions.open(new RecordingConnection()), "bob");

    assertThat(sessions.ofUser("alice")).containsExactlyInAnyOrder(phone, laptop);
    assertThat(sessions.ofUser("bob")).containsExactly(bob);
    assertThat(sessions.users()).containsExactlyInAnyOrder("alice", "bob");
  }

  @Test
  void whereAllBuffersAreTooLargeThoseForWhomMostWaitsGo() {
    int kib = 1024;
    Sessions tight =
        new Sessions(
            lanes, new SessionLimits(0, Duration.ofMinutes(1), Duration.ofMinutes(1), 100L * kib));
    List<Session> all = new ArrayList<>();
    // What the transport took with the first frame does not wait: 60, 40, 20 and 0 KiB do.
    for (int waiting : new int[] {20, 60, 0, 40}) {
      Session session = connect(tight.open(new RecordingConnection().hold()), "user-" + waiting);
      session.send(Frames.ofSize(20 * kib));
      for (int sent = 0; sent < waiting; sent += 20) {
        session.send(Frames.ofSize(20 * kib));
      }
      all.add(session);
    }
    await().until(() -> tight.waitingBytes() == 120L * kib);

    tight.tick();

    await().until(() -> !all.get(1).isOpen());
    assertThat(all.get(1).reason()).contains(RefusalCode.SLOW_CONSUMER);
    tight.tick();
    assertThat(all).filteredOn(Session::isOpen).hasSize(3);
    assertThat(tight.waitingBytes()).isLessThan(70L * kib);
  }

  @Test
  void removalIsToldFromItsRepetitionAndLeavesNothingBehind() {
    Session phone = connect(sessions.open(new RecordingConnection()), "alice");
    Session laptop = connect(sessions.open(new RecordingConnection()), "alice");
    Session nobody = sessions.open(new RecordingConnection());

    assertThat(sessions.remove(phone)).isTrue();
    assertThat(sessions.remove(phone)).isFalse();
    assertThat(sessions.ofUser("alice")).containsExactly(laptop);
    assertThat(sessions.remove(laptop)).isTrue();
    assertThat(sessions.remove(nobody)).isTrue();

    assertThat(sessions.count()).isZero();
    assertThat(sessions.all()).isEmpty();
    assertThat(sessions.users()).isEmpty();
    assertThat(sessions.ofUser("alice")).isEmpty();
    assertThat(sessions.byId(phone.id())).isEmpty();
  }

  @Test
  void sessionThatWasRemovedIsOpenNoMore() {
    RecordingConnection connection = new RecordingConnection();
    Session session = connect(sessions.open(connection), "alice");

    sessions.remove(session);
    session.send(Frames.saying("late"));

    assertThat(session.isOpen()).isFalse();
    assertThat(connection.written()).isEmpty();
  }

  @Test
  void nothingIsLeftBehindWhenManyComeAndGoAtOnce() {
    AtomicInteger removals = new AtomicInteger();
    try (ExecutorService doors = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 2_000; i++) {
        String user = "user-" + i % 5;
        doors.execute(
            () -> {
              Session session = connect(sessions.open(new RecordingConnection()), user);
              assertThat(sessions.ofUser(user)).contains(session);
              removals.addAndGet(sessions.remove(session) ? 1 : 0);
            });
      }
    }

    assertThat(removals).hasValue(2_000);
    assertThat(sessions.count()).isZero();
    assertThat(sessions.users()).isEmpty();
  }

  @Test
  void everySessionIsToldWhenTheServiceStops() {
    List<RecordingConnection> connections = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      connections.add(new RecordingConnection());
      Session session = sessions.open(connections.getLast());
      if (i % 2 == 0) {
        connect(session, "alice");
      }
    }

    sessions.endAll(RefusalCode.RESTARTING);
    sessions.endAll(RefusalCode.RESTARTING);

    assertThat(connections)
        .allSatisfy(
            connection -> {
              assertThat(connection.heard()).containsExactly("ERROR code:restarting");
              assertThat(connection.ends()).containsExactly("1012 restarting");
            });
  }

  @Test
  void bytesThatWaitAreCountedForAllTogether() {
    for (int i = 0; i < 3; i++) {
      Session session = sessions.open(new RecordingConnection().hold());
      session.send(Frames.saying("under way"));
      session.send(Frames.ofSize(20_000));
    }

    assertThat(sessions.waitingBytes()).isEqualTo(60_000);
  }

  private Session connect(Session session, String user) {
    session.connected(TestSessions.user(user));
    sessions.connected(session);
    return session;
  }
}
