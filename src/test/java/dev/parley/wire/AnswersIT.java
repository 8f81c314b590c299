package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SUBSCRIBE that asks a question: the past of a channel, and whether a user is there. */
@Timeout(60)
class AnswersIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @RegisterExtension static final Stage stage = Stage.shared();

  private static StompFrame asks(StompClient client, String channel, String... headers) {
    StompFrame receipt =
        client.request(
            StompFrame.of("SUBSCRIBE", "id:past", "destination:/app/history." + channel)
                .with(headers));
    // Nothing else comes after it.
    assertThat(client.received().getLast()).isEqualTo(receipt);
    return receipt;
  }

  @EveryWay
  void thePastComesPageByPageTheOldestFirst(Way way) {
    StompClient client = stage.client(way);
    String channel = "rooms.past-" + stage.user();
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= 7; i++) {
      ids.add(client.publish("/topic/" + channel, "" + i));
    }

    assertThat(asks(client, channel, "limit:3").value("more")).isEqualTo("true");
    assertThat(client.nextTexts("past", 3)).containsExactly("5", "6", "7");
    assertThat(asks(client, channel, "limit:3", "before:" + ids.get(4)).value("more"))
        .isEqualTo("true");
    StompFrame second = client.nextMessage("past");
    assertThat(client.nextTexts("past", 2)).containsExactly("3", "4");
    assertThat(asks(client, channel, "limit:3", "before:" + ids.get(1)).value("more"))
        .isEqualTo("false");
    assertThat(client.nextTexts("past", 1)).containsExactly("1");

    assertThat(second.text()).isEqualTo("2");
    assertThat(second.value("message-id")).isEqualTo(ids.get(1));
    assertThat(second.value("sender")).startsWith("user-");
    client.expectNothing();
  }

  @EveryWay
  void nobodyBecomesAMemberByAsking(Way way) {
    StompClient client = stage.client(way);
    String channel = "rooms.past-" + stage.user();

    assertThat(asks(client, channel).value("more")).isEqualTo("false");
    client.publish("/topic/" + channel, "1");

    assertThat(asks(client, channel).value("more")).isEqualTo("false");
    assertThat(client.nextMessage("past").text()).isEqualTo("1");
    client.expectNothing();
  }

  @EveryWay
  void whatIsNoLongerRetainedIsNotThere(Way way) {
    StompClient client = stage.client(way);
    String channel = "brief.past-" + stage.user();
    String first = client.publish("/topic/" + channel, "1");
    for (int i = 2; i <= 5; i++) {
      client.publish("/topic/" + channel, "" + i);
    }

    assertThat(asks(client, channel, "limit:100").value("more")).isEqualTo("false");
    assertThat(client.nextTexts("past", 3)).containsExactly("3", "4", "5");
    assertThat(asks(client, channel, "before:" + first).value("more")).isEqualTo("false");
    client.expectNothing();
  }

  @EveryWay
  void onesOwnInboxHasAPastAndThatOfOthersIsTheirs(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    bob.writesTo(alice, "hi");

    asks(alice.client(), "inbox." + alice.user());

    StompFrame message = alice.client().nextMessage("past");
    assertThat(message.text()).isEqualTo("hi");
    bob.listensForRefusals();
    isRefused(bob.client(), "/app/history.inbox." + alice.user(), "forbidden");
  }

  @EveryWay
  void wrongQuestionsAreRefused(Way way) {
    StompClient client = stage.client(way);
    client.subscribe("errors", "/user/queue/errors");
    String past = "/app/history.rooms.past-" + stage.user();

    for (String limit : List.of("0", "101", "-1", "x", "", "1.5", "9999999999")) {
      isRefused(client, past, "bad-header", "limit:" + limit);
    }
    isRefused(client, past, "bad-header", "before:soon");
    isRefused(client, past, "bad-header", "since:last:1");
    isRefused(client, "/app/history.granted.one", "forbidden");
    isRefused(client, "/app/history.nowhere.one", "unknown-namespace");
    isRefused(client, "/app/history.presence.rooms.one", "bad-destination");
    isRefused(client, "/app/history.", "bad-destination");
    isRefused(client, "/app/online.", "bad-destination");
    client.expectNothing();
  }

  private static void isRefused(StompClient client, String to, String code, String... headers) {
    client.sendWithReceipt(StompFrame.of("SUBSCRIBE", "id:x", "destination:" + to).with(headers));
    client.expectRefusal(code);
  }

  @EveryWay
  void whetherAUserIsThereCanBeAsked(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice/a:b 😀");
    Person phone = cast.another(alice);
    Person bob = cast.person("bob");

    assertThat(online(bob, alice.user()).path("sessions").asInt()).isEqualTo(2);
    phone.saysGoodbye();
    alice.saysGoodbye();

    assertThat(online(bob, "nobody-" + alice.user()).path("online").asBoolean()).isFalse();
    JsonNode gone = online(bob, alice.user());
    assertThat(gone.path("online").asBoolean()).isFalse();
    assertThat(gone.path("sessions").asInt()).isZero();
    assertThat(gone.path("user").asString()).isEqualTo(alice.user());
    bob.hearsNothing();
  }

  private static JsonNode online(Person asking, String user) {
    StompClient client = asking.client();
    client.subscribe("ask", "/app/online." + user.replace("/", "%2F"));
    return JSON.readTree(client.nextMessage("ask").text());
  }
}
