package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.team.TeamConfiguration;
import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Header;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Transport;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A team's {@code @Controller}s over real sockets, as Spring's reference describes them. */
class ApplicationHandlersIT {

  private final Cast cast = TeamNode.shared().cast();
  private final Person alice = cast.person("alice");

  @AfterEach
  void everybodyLeaves() {
    cast.nobodyElseHears();
    cast.close();
  }

  @Test
  void handlerGetsUserVariableHeaderAndPayloadAndAnswersTheUser() {
    listens(alice, "confirmations");
    asks(alice, "/app/orders.42", "{\"item\":\"tea\",\"count\":2}", "x-trace:7");
    StompFrame answer = answerTo(alice, "confirmations");
    assertThat(answer.text())
        .contains("\"user\":\"" + alice.user() + "\"", "\"order\":\"42\"", "\"item\":\"tea\"")
        .contains("\"trace\":\"7\"");
    assertThat(names(answer))
        .containsExactlyInAnyOrder(
            "subscription", "message-id", "destination", "content-type", "content-length");
    assertThat(answer.value("destination")).isEqualTo("/user/queue/confirmations");
    assertThat(answer.value("content-type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /app/nothing     | text                     | bad-destination
          /app/menu.en     | only to be subscribed to | bad-destination
          /app/orders.1    | no json                  | bad-header
          /app/orders.1    | {"item":1}               | bad-header
          /app/orders.1    | {"item":"a","count":-1}  | bad-header
          /app/numbered.x  | text                     | bad-header
          /app/buy         | anything                 | unavailable
          /app/buy         | secret                   | forbidden
          /app/never       | text                     | unavailable
          /app/nowhere     | text                     | unavailable
          """)
  void whatAHandlerDoesNotTakeIsRefusedAndTheSessionGoesOn(String to, String body, String code) {
    alice.listensForRefusals();
    alice.client().sendWithReceipt(frame(to, body, "x-trace:1"));
    assertThat(alice.isRefused(code).value("receipt-id")).isNotEmpty();
    asks(alice, "/app/work", "goes on");
  }

  @Test
  void missingHeaderIsRefused() {
    alice.listensForRefusals();
    alice.client().sendWithReceipt(frame("/app/orders.1", "{\"item\":\"a\",\"count\":1}"));
    alice.isRefused("bad-header");
  }

  @Test
  void exceptionThatAHandlerTakesCountsAsHandled() {
    Person phone = cast.another(alice);
    listens(alice, "problems");
    listens(phone, "problems");
    asks(alice, "/app/buy", "rare");
    assertThat(answerTo(alice, "problems").text()).isEqualTo("out of stock");
    phone.hearsNothing();
  }

  @Test
  void subscriptionIsAnsweredOnceAfterItsReceipt() {
    alice.client().subscribe("menu", "/app/menu.en");
    StompFrame answer = answerTo(alice, "menu");
    assertThat(answer.text()).isEqualTo("menu in en");
    assertThat(answer.value("destination")).isEqualTo("/app/menu.en");
    assertThat(names(answer))
        .containsExactlyInAnyOrder(
            "subscription", "message-id", "destination", "content-type", "content-length");
    List<StompFrame> all = alice.client().received();
    assertThat(all.get(all.size() - 2).command()).isEqualTo("RECEIPT");
    // No subscription stays, so its id is free again.
    alice.client().subscribe("menu", "/app/menu.de");
    assertThat(answerTo(alice, "menu").text()).isEqualTo("menu in de");
  }

  @ParameterizedTest
  @CsvSource({"/app/closed, unavailable", "/app/work, bad-destination"})
  void subscriptionThatIsNotAnsweredIsRefused(String destination, String code) {
    alice.listensForRefusals();
    alice
        .client()
        .sendWithReceipt(StompFrame.of("SUBSCRIBE", "id:x", "destination:" + destination));
    assertThat(alice.isRefused(code).text()).contains("\"subscription\":\"x\"");
  }

  @Test
  void whatGoesToAChannelIsLoggedAndOrdered() {
    Person bob = cast.person("bob");
    String channel = cast.room("rooms.news");
    bob.joins(channel);
    String[] texts = IntStream.rangeClosed(1, 30).mapToObj(i -> "news " + i).toArray(String[]::new);
    String announce = "/app/announce." + channel.substring("rooms.".length());
    for (String text : texts) {
      alice.client().send(frame(announce, text));
    }
    for (String text : texts) {
      assertThat(bob.hears(text).value("sender")).isEqualTo("server");
    }
    Person carol = cast.person("carol");
    StompFrame receipt = carol.joins(channel, "since:last:30");
    assertThat(receipt.value("message-id")).endsWith("-30");
    for (String text : texts) {
      carol.hears(text);
    }
  }

  @Test
  void answerGoesToEveryDeviceOrOnlyToTheOneThatAsked() {
    Person phone = cast.another(alice);
    listens(alice, "mine");
    listens(phone, "mine");
    asks(alice, "/app/mine", "to all");
    asks(alice, "/app/here", "to me");
    asks(alice, "/app/mine", "again to all");
    assertThat(alice.client().nextTexts("mine", 3))
        .containsExactly("to all", "to me", "again to all");
    assertThat(phone.client().nextTexts("mine", 2)).containsExactly("to all", "again to all");
  }

  @Test
  void userWithASlashIsReached() {
    Person slash = cast.person("a/b%41");
    listens(slash, "mine");
    asks(slash, "/app/mine", "hello");
    assertThat(answerTo(slash, "mine").text()).isEqualTo("hello");
  }

  @Test
  void promisedAnswerComesBeforeTheReceipt() {
    listens(alice, "mine");
    String receipt = alice.client().sendWithReceipt(frame("/app/later", "kept"));
    alice.client().receipt(receipt);
    List<StompFrame> all = alice.client().received();
    assertThat(all.get(all.size() - 2).text()).isEqualTo("kept");
    answerTo(alice, "mine");
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatAreNoTextReachHandlerAndClient(Transport transport) {
    try (Cast others = TeamNode.shared().cast(transport)) {
      Person carol = others.person("carol");
      listens(carol, "mine");
      StompClient client = carol.client();
      client.request(client.sendFrame("/app/backwards", new byte[] {(byte) 0xff, 2, 3}));
      assertThat(answerTo(carol, "mine").content()).containsExactly(3, 2, 0xff);
    }
  }

  @Test
  void afterUnsubscribeNothingComes() {
    listens(alice, "mine");
    alice.leaves("mine");
    asks(alice, "/app/mine", "to nobody");
  }

  @Test
  void anyContentTypeMayTravel() {
    String channel = cast.room("rooms.types");
    alice.joins(channel);
    alice.says(channel, "hi", "content-type:no type");
    assertThat(alice.hears("hi").value("content-type")).isEqualTo("no type");
    asks(alice, "/app/work", "typed", "content-type:no type");
  }

  @Test
  void oldClientWithoutSubscriptionIdsIsAnswered() {
    try (StompClient old = TeamNode.shared().oldClient("old")) {
      old.request(StompFrame.of("SUBSCRIBE", "destination:/app/menu.en"));
      assertThat(old.nextMessage("/app/menu.en").text()).isEqualTo("menu in en");
    }
  }

  @Test
  void convertersResolversAndInterceptorsOfTheTeamWork() {
    listens(alice, "colour");
    TeamConfiguration.SEEN.clear();
    asks(alice, "/app/colour", "any");
    StompFrame answer = answerTo(alice, "colour");
    assertThat(answer.text()).isEqualTo("blue");
    assertThat(answer.value("content-type")).isEqualTo("text/colour");
    alice.client().subscribe("menu", "/app/menu.fr");
    answerTo(alice, "menu");
    assertThat(TeamConfiguration.SEEN)
        .containsSubsequence("in /app/colour", "in /app/menu.fr", "out /app/menu.fr");
  }

  private static void listens(Person person, String queue) {
    person.client().subscribe(queue, "/user/queue/" + queue);
  }

  private static void asks(Person person, String destination, String body, String... headers) {
    person.client().request(frame(destination, body, headers));
  }

  private static StompFrame frame(String destination, String body, String... headers) {
    return StompFrame.of("SEND", "destination:" + destination).with(headers).withBody(body);
  }

  private static StompFrame answerTo(Person person, String subscription) {
    return person.client().nextMessage(subscription);
  }

  private static List<String> names(StompFrame frame) {
    return frame.headers().stream().map(Header::name).toList();
  }
}
