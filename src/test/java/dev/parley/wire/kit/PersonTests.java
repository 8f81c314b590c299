package dev.parley.wire.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PersonTests {

  private TinyServer server;
  private Cast cast;
  private Person alice;
  private Person bob;

  @BeforeEach
  void open() throws IOException {
    server = new TinyServer(new TinyStomp());
    Target target = Target.of(Door.SPRING, server.base().toString(), "s".repeat(32));
    cast = new Cast(target, Door.SPRING, Transport.WEBSOCKET);
    alice = cast.person("alice");
    bob = cast.person("bob");
  }

  @AfterEach
  void close() throws IOException {
    cast.close();
    server.close();
  }

  @Test
  void oneSaysAndTheOtherHears() {
    alice.joins("rooms.lobby");
    bob.says("rooms.lobby", "hi");
    alice.hears("hi");
    cast.nobodyElseHears();
  }

  @Test
  void whoHearsSomethingElseFails() {
    alice.joins("rooms.lobby");
    bob.says("rooms.lobby", "hi");

    assertThatThrownBy(() -> alice.hears("ho")).isInstanceOf(AssertionError.class);
  }

  @Test
  void whoHasNotHeardYetBreaksTheSilence() {
    alice.joins("rooms.lobby");
    bob.joins("rooms.lobby");
    bob.says("rooms.lobby", "hi");
    alice.hears("hi");

    assertThatThrownBy(cast::nobodyElseHears).isInstanceOf(AssertionError.class);
  }

  @Test
  void severalTextsAreHeardInOrder() {
    alice.joins("rooms.lobby");
    bob.says("rooms.lobby", "1");
    bob.says("rooms.lobby", "2");
    bob.says("rooms.lobby", "3");

    assertThat(alice.hears("1", "2", "3")).hasSize(3);
  }

  @Test
  void whoLeavesHearsNoMore() {
    alice.joins("rooms.lobby");
    alice.joins("rooms.garden");
    alice.leaves("rooms.lobby");
    bob.says("rooms.lobby", "unheard");
    bob.says("rooms.garden", "heard");
    alice.hears("heard");
  }

  @Test
  void whoIsOfflineComesBackAndAsksForWhatFollowed() {
    alice.joins("rooms.lobby");
    String last = bob.says("rooms.lobby", "hi");
    alice.hears("hi");

    alice.goesOffline();
    cast.nobodyElseHears();
    alice.comesBack();

    assertThat(alice.rejoins("rooms.lobby").header("receipt-id")).isPresent();
    assertThat(last).isNotEmpty();
    bob.says("rooms.lobby", "again");
    alice.hears("again");
  }

  @Test
  void aRefusalIsHeardByWhoListens() {
    alice.listensForRefusals();
    StompClient client = alice.client();
    client.sendWithReceipt(client.sendFrame("/topic/forbidden", new byte[0]));

    alice.isRefused("forbidden");
    alice.hearsNothing();
  }

  @Test
  void oneUserMayComeTwice() {
    Person again = cast.another(alice);

    assertThat(again.user()).isEqualTo(alice.user()).startsWith("alice-");
    assertThat(cast.room("rooms.lobby")).startsWith("rooms.lobby-");
    alice.saysGoodbye();
    cast.nobodyElseHears();
  }
}
