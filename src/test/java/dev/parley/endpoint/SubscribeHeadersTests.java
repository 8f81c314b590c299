package dev.parley.endpoint;

import static dev.parley.endpoint.ClientFrames.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.HeadStyle;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import dev.parley.protocol.StompVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeHeadersTests {

  private final ClientFrames client = ClientFrames.of(StompVersion.V1_2);

  @Test
  void subscriptionHasTheIdThatTheClientChose() {
    assertThat(SubscribeHeaders.id(client.subscribe("id", "sub-0"))).isEqualTo("sub-0");
  }

  @Test
  void subscriptionWithoutAnIdIsABadFrame() {
    assertRefused(
        RefusalCode.BAD_FRAME,
        () -> SubscribeHeaders.id(client.subscribe("destination", "/topic/rooms.a")));
    assertRefused(
        RefusalCode.BAD_FRAME,
        () -> SubscribeHeaders.id(client.subscribe("destination", "/topic/rooms.a", "id", "")));
  }

  @Test
  void oldClientsMayKnowASubscriptionByItsDestination() {
    ClientFrames old = ClientFrames.of(StompVersion.V1_0);

    assertThat(SubscribeHeaders.id(old.subscribe("destination", "/topic/rooms.a")))
        .isEqualTo("/topic/rooms.a");
    assertThat(SubscribeHeaders.id(old.subscribe("destination", "/topic/rooms.a", "id", "1")))
        .isEqualTo("1");
  }

  @Test
  void placeToResumeFromIsAnIdOrANumberOfMessages() {
    assertThat(SubscribeHeaders.since(client.subscribe())).isEmpty();
    assertThat(SubscribeHeaders.since(client.subscribe("since", "e1-7")))
        .contains(new Since.After(new MessageId("e1", 7)));
    assertThat(SubscribeHeaders.since(client.subscribe("since", "last:20")))
        .contains(new Since.Last(20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "e1-", "-7", "E1-7", "e1--7", "last:", "last:-1", "last:1x"})
  void otherPlacesAreBadHeaders(String since) {
    assertRefused(
        RefusalCode.BAD_HEADER, () -> SubscribeHeaders.since(client.subscribe("since", since)));
  }

  @Test
  void durableIsRefusedAsLongAsItsPromiseIsNotKept() {
    assertRefused(
        RefusalCode.BAD_HEADER, () -> SubscribeHeaders.since(client.subscribe("durable", "jobs")));
  }

  @Test
  void nothingCanBeResumedWhereNothingIsLogged() {
    SubscribeHeaders.refuseSince(client.subscribe());
    assertRefused(
        RefusalCode.BAD_HEADER,
        () -> SubscribeHeaders.refuseSince(client.subscribe("since", "last:1")));
    assertRefused(
        RefusalCode.BAD_HEADER,
        () -> SubscribeHeaders.refuseSince(client.subscribe("durable", "jobs")));
  }

  @ParameterizedTest
  @CsvSource({"auto, false", "client, true", "client-individual, true"})
  void acknowledgementIsAsTheHeaderSays(String ack, boolean asked) {
    HeadStyle style = SubscribeHeaders.style(client.subscribe("ack", ack), "s");

    assertThat(style).isEqualTo(new HeadStyle("s", asked, StompVersion.V1_2, false));
  }

  @Test
  void nobodyAcknowledgesWithoutAsking() {
    assertThat(SubscribeHeaders.style(client.subscribe(), "s").ack()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CLIENT", "yes"})
  void otherAcknowledgementIsABadHeader(String ack) {
    assertRefused(
        RefusalCode.BAD_HEADER, () -> SubscribeHeaders.style(client.subscribe("ack", ack), "s"));
  }

  @Test
  void styleKnowsTheTransport() {
    ClientFrames sockJs = ClientFrames.ofTextOnly();

    assertThat(SubscribeHeaders.style(sockJs.subscribe(), "s").textOnly()).isTrue();
  }

  @Test
  void pageOfThePastIsAHundredMessagesFromTheEndUnlessTheHeadersSayMore() {
    assertThat(SubscribeHeaders.before(client.subscribe())).isEmpty();
    assertThat(SubscribeHeaders.limit(client.subscribe())).isEqualTo(100);
    assertThat(SubscribeHeaders.before(client.subscribe("before", "e1-7")))
        .contains(new MessageId("e1", 7));
    assertRefused(
        RefusalCode.BAD_HEADER,
        () -> SubscribeHeaders.before(client.subscribe("before", "last:7")));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "100, 100", "007, 7"})
  void pageMayBeSmaller(String limit, int messages) {
    assertThat(SubscribeHeaders.limit(client.subscribe("limit", limit))).isEqualTo(messages);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "101", "-1", "+1", "1.0", "0001", "99999999999", "٣"})
  void otherPagesAreBadHeaders(String limit) {
    assertRefused(
        RefusalCode.BAD_HEADER, () -> SubscribeHeaders.limit(client.subscribe("limit", limit)));
  }
}
