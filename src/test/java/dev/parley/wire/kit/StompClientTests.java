package dev.parley.wire.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StompClientTests {

  private TinyServer server;
  private StompClient client;

  @BeforeEach
  void open() throws IOException {
    server = new TinyServer(new TinyStomp());
    client = StompClient.on(Transport.WEBSOCKET.open(server.base()));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void connectAnswersConnected() {
    StompFrame connected = client.connect("good");

    assertThat(connected.command()).isEqualTo("CONNECTED");
    assertThat(client.version()).isEqualTo(StompVersion.V1_2);
    client.awaitHeartBeat();
    assertThat(client.received()).containsExactly(connected);
  }

  @Test
  void connectAnswersTheErrorThatRefuses() {
    assertThat(client.connect("bad").value("code")).isEqualTo("bad-token");
    assertThat(client.expectClose(4401)).isEqualTo(new Closed(4401, "bad-token"));
  }

  @Test
  void anErrorIsExpectedWithItsCodeAndClose() {
    client.send(StompFrame.of("CONNECT", "Authorization:Bearer bad"));

    assertThat(client.expectError("bad-token", 4401).value("message")).isNotEmpty();
  }

  @Test
  void anErrorOfAnotherCodeFails() {
    client.send(StompFrame.of("CONNECT", "Authorization:Bearer bad"));

    assertThatThrownBy(() -> client.expectError("kicked", 4401))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("bad-token");
  }

  @Test
  void anErrorOfAnotherCloseFails() {
    client.send(StompFrame.of("CONNECT", "Authorization:Bearer bad"));

    assertThatThrownBy(() -> client.expectError("bad-token", 4403))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("4401");
  }

  @Test
  void anErrorThatWasNotAskedForFailsAtOnce() {
    client.send(StompFrame.of("CONNECT", "Authorization:Bearer bad"));

    assertThatThrownBy(() -> client.next("MESSAGE"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("an ERROR came instead of MESSAGE");
  }

  @Test
  void whatIsPublishedIsHeardAndCarriesTheIdOfItsReceipt() {
    client.connect("good");
    client.subscribe("s", "/topic/rooms.a");

    String id = client.publish("/topic/rooms.a", "hi");

    StompFrame message = client.nextMessage("s");
    assertThat(message.text()).isEqualTo("hi");
    assertThat(message.value("message-id")).isEqualTo(id);
  }

  @Test
  void bytesThatAreNotTextGoAsTheyAre() {
    client.connect("good");
    client.subscribe("s", "/topic/rooms.a");

    client.publish("/topic/rooms.a", new byte[] {(byte) 0xff, 0});

    assertThat(client.nextMessage("s").content()).containsExactly(0xff, 0);
  }

  @Test
  void framesNotAskedForWaitInOrder() {
    client.connect("good");
    client.subscribe("a", "/topic/rooms.a");
    client.subscribe("b", "/topic/rooms.b");
    client.publish("/topic/rooms.a", "1");
    client.publish("/topic/rooms.b", "2");
    client.publish("/topic/rooms.a", "3");

    assertThat(client.nextMessage("b").text()).isEqualTo("2");
    assertThat(client.nextTexts("a", 2)).containsExactly("1", "3");
    client.expectNothing();
  }

  @Test
  void nothingIsExpectedInVainWhereAMessageWaits() {
    client.connect("good");
    client.subscribe("s", "/topic/rooms.a");
    client.publish("/topic/rooms.a", "unheard");

    assertThatThrownBy(() -> client.expectNothing())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("unheard");
  }

  @Test
  void aMessageThatOvertakesTheReceiptOfItsSubscriptionIsFound() {
    client.connect("good");

    assertThat(client.subscribe("s", "/topic/rooms.a").command()).isEqualTo("RECEIPT");
    assertThatThrownBy(() -> client.subscribe("late", "/topic/greeting-first"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("came before the RECEIPT");
  }

  @Test
  void aRefusalComesWithoutReceipt() {
    client.connect("good");
    client.subscribe("errors", "/user/queue/errors");

    String receipt = client.sendWithReceipt(client.sendFrame("/topic/forbidden", new byte[0]));

    assertThat(client.expectRefusal("forbidden").value("receipt-id")).isEqualTo(receipt);
  }

  @Test
  void aWaitEndsWithAllThatCame() {
    client.connect("good");
    client.patience(Duration.ofMillis(50));

    assertThatThrownBy(() -> client.receipt("never"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no RECEIPT of never within PT0.05S")
        .hasMessageContaining("CONNECTED");
  }

  @Test
  void disconnectHasTheLastWord() {
    client.connect("good");
    client.disconnect();

    assertThat(client.received().getLast().command()).isEqualTo("RECEIPT");
    assertThat(client.wire().closed().code()).isEqualTo(1000);
  }
}
