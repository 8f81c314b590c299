package dev.parley.endpoint;

import static dev.parley.endpoint.ClientFrames.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.parley.channel.Publication;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendFrameTests {

  private static final String LOBBY = "/topic/rooms.lobby";

  private final ClientFrames client = ClientFrames.of(StompVersion.V1_2);

  @Test
  void onlyWhatMayTravelDoes() {
    Publication publication =
        publication(
            client.send(
                "hi",
                "destination",
                "/topic/elsewhere",
                "content-type",
                "any/thing; x=\"1\"",
                "receipt",
                "r",
                "Authorization",
                "Bearer secret",
                "sender",
                "server",
                "message-id",
                "e1-1",
                "X-Upper",
                "no",
                "x-own",
                "yes"));

    assertThat(publication.tail().headers())
        .containsExactly(
            entry("destination", LOBBY),
            entry("content-type", "any/thing; x=\"1\""),
            entry("sender", "alice"),
            entry("x-own", "yes"));
    assertThat(publication.tail().body()).asString().isEqualTo("hi");
    assertThat(publication.idempotencyKey()).isEmpty();
  }

  @Test
  void sixteenOwnHeadersTravelAndNoMore() {
    assertThat(publication(client.send("", own(16, "v"))).tail().headers()).hasSize(2 + 16);

    assertRefused(RefusalCode.BAD_HEADER, () -> publication(client.send("", own(17, "v"))));
  }

  @Test
  void ownHeadersMayHaveOneKibibyteOfNamesAndValues() {
    String longest = "v".repeat(1024 - "x-h".length());
    assertThat(publication(client.send("", "x-h", longest)).tail().headers())
        .containsEntry("x-h", longest);

    assertRefused(RefusalCode.BAD_HEADER, () -> publication(client.send("", "x-h", longest + "v")));
  }

  @Test
  void bytesAreCountedAndNotCharacters() {
    String umlauts = "ü".repeat(510);
    assertThat(publication(client.send("", "x-h", umlauts)).tail().headers())
        .containsEntry("x-h", umlauts);

    assertRefused(RefusalCode.BAD_HEADER, () -> publication(client.send("", "x-h", umlauts + "ü")));
  }

  @Test
  void keyCountsForItsSenderOnly() {
    Inbound frame = client.send("", "idempotency-key", "k");

    assertThat(SendFrame.publication(frame, LOBBY, "alice").idempotencyKey())
        .isNotEqualTo(SendFrame.publication(frame, LOBBY, "bob").idempotencyKey())
        .isEqualTo(SendFrame.publication(frame, LOBBY, "alice").idempotencyKey())
        .isPresent();
  }

  @Test
  void keyHasOneToSixtyFourCharacters() {
    assertThat(publication(client.send("", "idempotency-key", "k".repeat(64))).idempotencyKey())
        .isPresent();

    for (String wrong : List.of("", "k".repeat(65))) {
      assertRefused(
          RefusalCode.BAD_HEADER, () -> publication(client.send("", "idempotency-key", wrong)));
    }
  }

  @Test
  void base64OfATextOnlyTransportIsUndone() {
    byte[] bytes = {0, (byte) 0xff, '\n', 7};
    String encoded = Base64.getEncoder().encodeToString(bytes);
    Inbound frame = ClientFrames.ofTextOnly().send(encoded, "body-encoding", "base64");

    Publication publication = publication(frame);

    assertThat(publication.tail().body()).isEqualTo(bytes);
    assertThat(publication.tail().isText()).isFalse();
    assertThat(publication.tail().headers()).doesNotContainKey("body-encoding");
    assertThat(SendFrame.decoded(frame).body()).isEqualTo(bytes);
  }

  @Test
  void bodyOfATransportWithBytesIsLeftAlone() {
    Inbound frame = client.send("AAAA", "body-encoding", "base64");

    assertThat(publication(frame).tail().body()).asString().isEqualTo("AAAA");
    assertThat(SendFrame.decoded(frame).body()).asString().isEqualTo("AAAA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AAAA\n", "A-_A", "====", "hello, world"})
  void whatIsNotBase64IsABadHeader(String body) {
    assertRefused(
        RefusalCode.BAD_HEADER,
        () -> publication(ClientFrames.ofTextOnly().send(body, "body-encoding", "base64")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gzip", "BASE64"})
  void otherEncodingIsABadHeader(String encoding) {
    assertRefused(
        RefusalCode.BAD_HEADER,
        () -> publication(ClientFrames.ofTextOnly().send("AAAA", "body-encoding", encoding)));
  }

  @Test
  void bodyIsNeverChangedHoweverItIsWritten() {
    String body = "a\\n:b\r\n\n\u0001 €";

    assertThat(publication(client.send(body)).tail().body())
        .isEqualTo(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Publication publication(Inbound frame) {
    return SendFrame.publication(frame, LOBBY, "alice");
  }

  private static String[] own(int count, String value) {
    List<String> headers = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> headers.addAll(List.of("x-" + i, value)));
    return headers.toArray(String[]::new);
  }
}
