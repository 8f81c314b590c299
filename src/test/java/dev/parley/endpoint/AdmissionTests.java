package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.socket.messaging.SessionConnectEvent;
import org.springframework.web.socket.messaging.SessionConnectedEvent;
import org.springframework.web.socket.messaging.SessionDisconnectEvent;

/** CONNECT is answered once it is known whether the user may have another session. */
class AdmissionTests {

  private final AdmissionDesk desk = new AdmissionDesk(2);
  private final KeptFrames phone = new KeptFrames();
  private final KeptFrames laptop = new KeptFrames();
  private final KeptFrames tablet = new KeptFrames();

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void storeThatAnswersAtOnceIsNotWaitedFor() {
    connect(phone);

    assertThat(commands(phone)).containsExactly("CONNECTED");
    assertThat(desk.online("alice")).isOne();
    assertThat(desk.toldAtTheEnd())
        .hasExactlyElementsOfTypes(SessionConnectEvent.class, SessionConnectedEvent.class);
  }

  @Test
  void whoIsToMoveMayHaveOneMoreForThatTime() {
    Visit moving = connect(phone);
    connect(laptop);
    connect(tablet);
    assertThat(commands(tablet)).containsExactly("ERROR", "close 4429");
    desk.notices.move(moving.session(), Duration.ofMinutes(1));

    KeptFrames next = new KeptFrames();
    connect(next);
    KeptFrames tooMany = new KeptFrames();
    connect(tooMany);
    assertThat(commands(next)).containsExactly("CONNECTED");
    assertThat(commands(tooMany)).containsExactly("ERROR", "close 4429");

    desk.notices.move(moving.session(), Duration.ZERO);
    KeptFrames late = new KeptFrames();
    connect(late);
    assertThat(commands(late)).containsExactly("ERROR", "close 4429");
  }

  @Test
  void whoIsToMoveMayHaveOneMoreThoughTheStoreIsAway() {
    desk.answersFail(new Refusal(RefusalCode.UNAVAILABLE));
    Visit moving = connect(phone);
    connect(laptop);
    desk.notices.move(moving.session(), Duration.ofMinutes(1));
    connect(tablet);

    assertThat(commands(tablet)).containsExactly("CONNECTED");
    KeptFrames tooMany = new KeptFrames();
    connect(tooMany);
    assertThat(commands(tooMany)).containsExactly("ERROR", "close 4429");
  }

  @Test
  void whatFollowsWaitsForTheAnswer() {
    desk.holdAnswers();
    Visit visit = connect(phone);
    visit.received(bytes("SEND\ndestination:/topic/rooms.lobby\n\nhi\0"));
    assertThat(phone.frames()).isEmpty();
    assertThat(desk.handled).isEmpty();
    assertThat(desk.told).isEmpty();
    assertThat(visit.session().user()).isEmpty();
    assertThat(desk.node.sessions.users()).isEmpty();

    desk.letAnswersGo();

    assertThat(commands(phone)).containsExactly("CONNECTED");
    assertThat(desk.handled).containsExactly("SEND");
    assertThat(desk.node.sessions.users()).containsExactly("alice");
  }

  @Test
  void whatFollowsIsReadAsTheVersionOfConnectHasIt() {
    desk.holdAnswers();
    Visit visit = desk.welcome(phone);
    visit.received(bytes("CONNECT\naccept-version:1.0\nAuthorization:Bearer alice\n\n\0"));
    visit.received(bytes("SEND\ndestination:/topic/rooms.lobby\nx-path:c:\\temp\n\nhi\0"));
    desk.letAnswersGo();

    assertThat(desk.handled).containsExactly("SEND");
  }

  @Test
  void whoFindsNoRoomIsToldAndLeavesNothingBehind() {
    connect(phone);
    connect(laptop);
    Visit visit = desk.welcome(tablet);
    visit.received(
        bytes(
            "CONNECT\naccept-version:1.2\nAuthorization:Bearer alice\n\n\0"
                + "SEND\ndestination:/topic/rooms.lobby\n\nhi\0"));
    visit.gone(4429);

    assertThat(tablet.frames()).hasSize(2).last().isEqualTo("close 4429");
    assertThat(tablet.frames().getFirst())
        .startsWith("ERROR\n")
        .contains("\ncode:too-many-connections\n", "\nretry-after-ms:30000\n");
    assertThat(desk.handled).isEmpty();
    assertThat(desk.online("alice")).isEqualTo(2);
    assertThat(desk.node.sessions.count()).isEqualTo(2);
    assertThat(desk.node.sessions.ofUser("alice")).hasSize(2);
    assertThat(desk.toldAtTheEnd())
        .filteredOn(each -> !(each instanceof SessionDisconnectEvent))
        .hasSize(4);
  }

  @Test
  void oneThatGoesMakesRoom() {
    connect(phone);
    Visit visit = connect(laptop);
    visit.gone(1000);
    connect(tablet);

    assertThat(commands(tablet)).containsExactly("CONNECTED");
  }

  @Test
  void socketThatGoesMeanwhileLeavesNothingBehind() {
    desk.holdAnswers();
    Visit visit = connect(phone);
    assertThat(desk.online("alice")).isOne();
    visit.gone(1006);
    desk.letAnswersGo();

    assertThat(desk.online("alice")).isZero();
    assertThat(desk.node.sessions.count()).isZero();
    assertThat(desk.node.sessions.users()).isEmpty();
    assertThat(phone.frames()).isEmpty();
    assertThat(desk.toldAtTheEnd()).hasExactlyElementsOfTypes(SessionDisconnectEvent.class);
  }

  @Test
  void socketThatGoesMeanwhileLeavesNothingBehindThoughTheStoreIsAway() {
    desk.holdAnswers();
    Visit visit = connect(phone);
    visit.gone(1006);
    desk.answersFail(new Refusal(RefusalCode.UNAVAILABLE));

    assertThat(desk.online("alice")).isZero();
    assertThat(desk.node.sessions.count()).isZero();
    assertThat(desk.node.sessions.users()).isEmpty();
  }

  @Test
  void sessionThatIsEndedMeanwhileIsNone() {
    desk.holdAnswers();
    Visit visit = connect(phone);
    visit.session().end(new Refusal(RefusalCode.RESTARTING), Optional.empty());
    desk.letAnswersGo();

    assertThat(commands(phone)).containsExactly("ERROR", "close 1012");
    assertThat(desk.online("alice")).isZero();
    assertThat(desk.node.sessions.users()).isEmpty();
  }

  @Test
  void nobodyIsKeptOutWhileTheStoreIsAwayUnlessThisNodeAloneHasTooMany() {
    desk.answersFail(new Refusal(RefusalCode.UNAVAILABLE));
    connect(phone);
    connect(laptop);
    assertThat(commands(phone)).containsExactly("CONNECTED");
    assertThat(commands(laptop)).containsExactly("CONNECTED");

    connect(tablet);

    assertThat(commands(tablet)).containsExactly("ERROR", "close 4429");
    assertThat(desk.online("alice")).isEqualTo(2);
  }

  @Test
  void noLimitIsNone() {
    try (AdmissionDesk open = new AdmissionDesk(0)) {
      for (int i = 0; i < 100; i++) {
        connect(open, new KeptFrames());
      }
      assertThat(open.online("alice")).isEqualTo(100);
      open.answersFail(new Refusal(RefusalCode.UNAVAILABLE));
      connect(open, phone);
      assertThat(commands(phone)).containsExactly("CONNECTED");
    }
  }

  private Visit connect(KeptFrames connection) {
    return connect(desk, connection);
  }

  private static Visit connect(AdmissionDesk desk, KeptFrames connection) {
    Visit visit = desk.welcome(connection);
    visit.received(bytes("CONNECT\naccept-version:1.2\nAuthorization:Bearer alice\n\n\0"));
    return visit;
  }

  private static List<String> commands(KeptFrames connection) {
    return connection.frames().stream().map(frame -> frame.lines().findFirst().orElse("")).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
