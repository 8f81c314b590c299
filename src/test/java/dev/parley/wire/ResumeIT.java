package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who was away hears what was missed, once and in order, or is told that it is gone. */
@Timeout(60)
class ResumeIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  private static String room(String namespace) {
    return "/topic/" + namespace + ".resume-" + stage.user();
  }

  private static List<String> says(StompClient client, String room, String... texts) {
    List<String> ids = new ArrayList<>();
    for (String text : texts) {
      ids.add(client.publish(room, text));
    }
    return ids;
  }

  private static StompFrame joins(StompClient client, String id, String room, String since) {
    return client.subscribe(id, room, "since:" + since);
  }

  @EveryWay
  void whoWasAwayHearsWhatWasMissedAndThenWhatFollows(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person bob = cast.person("bob");
    String room = cast.room("rooms.lobby");
    alice.joins(room);
    bob.says(room, "1");
    alice.hears("1");

    alice.goesOffline();
    bob.says(room, "2");
    bob.says(room, "3");
    alice.comesBack();
    StompFrame receipt = alice.rejoins(room);
    bob.says(room, "4");

    assertThat(receipt.value("recovered")).isEqualTo("true");
    assertThat(receipt.value("message-id")).endsWith("-3");
    alice.hears("2", "3", "4");
    cast.nobodyElseHears();
  }

  @EveryWay
  void everyPlaceThatIsRetainedCanBeResumedFrom(Way way) {
    StompClient client = stage.client(way);
    String room = room("rooms");
    String beginning = client.subscribe("live", room).value("message-id");
    client.unsubscribe("live");
    List<String> ids = says(client, room, "1", "2", "3");

    assertThat(joins(client, "all", room, beginning).value("recovered")).isEqualTo("true");
    assertThat(client.nextTexts("all", 3)).containsExactly("1", "2", "3");
    assertThat(joins(client, "two", room, ids.get(0)).value("recovered")).isEqualTo("true");
    assertThat(client.nextTexts("two", 2)).containsExactly("2", "3");
    assertThat(joins(client, "none", room, ids.get(2)).value("recovered")).isEqualTo("true");

    client.expectNothing();
  }

  @EveryWay
  void replayedMessagesAreTheSameAsLiveOnes(Way way) {
    StompClient client = stage.client(way);
    String room = room("rooms");
    client.subscribe("live", room);
    client.publish(room, new byte[] {1, 0, (byte) 0xff}, "content-type:a/b", "x-a:b:c");
    StompFrame live = client.nextMessage("live");

    joins(client, "late", room, "last:1");

    StompFrame replayed = client.nextMessage("late");
    assertThat(replayed.headers().subList(1, replayed.headers().size()))
        .isEqualTo(live.headers().subList(1, live.headers().size()));
    assertThat(replayed.body()).isEqualTo(live.body());
  }

  @EveryWay
  void theLastFewAreGivenOnRequest(Way way) {
    StompClient client = stage.client(way);
    String room = room("rooms");
    says(client, room, "1", "2", "3");

    assertThat(joins(client, "two", room, "last:2").value("recovered")).isEqualTo("true");
    assertThat(client.nextTexts("two", 2)).containsExactly("2", "3");
    assertThat(joins(client, "all", room, "last:99").value("recovered")).isEqualTo("true");
    assertThat(client.nextTexts("all", 3)).containsExactly("1", "2", "3");
    joins(client, "none", room, "last:0");
    says(client, room, "4");

    for (String id : List.of("two", "all", "none")) {
      assertThat(client.nextMessage(id).text()).isEqualTo("4");
    }
    client.expectNothing();
  }

  @EveryWay
  void whatIsNoLongerRetainedIsSaidToBeMissing(Way way) {
    StompClient client = stage.client(way);
    String room = room("brief");
    List<String> ids = says(client, room, "1", "2", "3", "4", "5");

    StompFrame receipt = joins(client, "1", room, ids.get(0));

    assertThat(receipt.value("recovered")).isEqualTo("false");
    assertThat(receipt.value("message-id")).isEqualTo(ids.get(4));
    StompFrame first = client.nextMessage("1");
    assertThat(first.text()).isEqualTo("3");
    assertThat(first.value("gap")).isEqualTo("true");
    says(client, room, "6");
    for (String text : List.of("4", "5", "6")) {
      StompFrame next = client.nextMessage("1");
      assertThat(next.text()).isEqualTo(text);
      assertThat(next.header("gap")).isEmpty();
    }
    client.expectNothing();
  }

  @EveryWay
  void theOldestPlaceThatMissesNothingIsRecovered(Way way) {
    StompClient client = stage.client(way);
    String room = room("brief");
    List<String> ids = says(client, room, "1", "2", "3", "4", "5");

    assertThat(joins(client, "1", room, ids.get(1)).value("recovered")).isEqualTo("true");

    assertThat(client.nextMessage("1").header("gap")).isEmpty();
    assertThat(client.nextTexts("1", 2)).containsExactly("4", "5");
  }

  @EveryWay
  void theLastFewAreAtMostWhatIsRetained(Way way) {
    StompClient client = stage.client(way);
    String room = room("brief");
    says(client, room, "1", "2", "3", "4", "5");

    assertThat(joins(client, "1", room, "last:5").value("recovered")).isEqualTo("true");

    assertThat(client.nextTexts("1", 3)).containsExactly("3", "4", "5");
    client.expectNothing();
  }

  @EveryWay
  void aPlaceThatTheChannelCannotKnowIsNotRecovered(Way way) {
    StompClient client = stage.client(way);
    String room = room("rooms");
    String last = says(client, room, "1", "2").get(1);
    String epoch = last.substring(0, last.indexOf('-'));

    for (String unknown : List.of("other-1", "other-0", epoch + "-3", epoch + "-999999999")) {
      String id = "of-" + unknown;
      assertThat(joins(client, id, room, unknown).value("recovered")).isEqualTo("false");
      StompFrame first = client.nextMessage(id);
      assertThat(first.text()).isEqualTo("1");
      assertThat(first.value("gap")).isEqualTo("true");
      assertThat(client.nextMessage(id).text()).isEqualTo("2");
    }
    client.expectNothing();
  }

  @EveryWay
  void aPlaceThatCannotBeIsRefused(Way way) {
    StompClient client = stage.client(way);
    client.subscribe("errors", "/user/queue/errors");
    String room = room("rooms");

    for (String wrong :
        List.of("", "1", "-1", "a-", "A-1", "a-01", "a--1", "last", "last:", "last:-1", "last:x")) {
      client.sendWithReceipt(
          StompFrame.of("SUBSCRIBE", "id:1", "destination:" + room, "since:" + wrong));
      client.expectRefusal("bad-header");
    }
    client.expectNothing();
  }

  @EveryWay
  void atTheSeamOfReplayAndLiveNothingIsMissingOrDouble(Way way) {
    StompClient speaker = stage.client(way);
    StompClient listener = stage.client(way);
    String room = room("rooms");
    String last = listener.subscribe("0", room).value("message-id");
    int heard = 0;

    for (int round = 1; round <= 10; round++) {
      int from = (round - 1) * 40;
      IntStream.range(from, from + 40)
          .forEach(i -> speaker.send(speaker.sendFrame(room, ("" + i).getBytes(UTF_8))));
      listener.unsubscribe("" + (round - 1));
      listener = stage.client(way);
      assertThat(joins(listener, "" + round, room, last).value("recovered")).isEqualTo("true");
      for (int i = 0; i < 20; i++) {
        StompFrame message = listener.nextMessage("" + round);
        assertThat(message.text()).isEqualTo("" + heard);
        last = message.value("message-id");
        heard++;
      }
    }
    speaker.expectNothing();
  }
}
