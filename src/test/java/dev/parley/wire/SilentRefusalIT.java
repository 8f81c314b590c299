package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may not enter a room does not learn whether there is one, who is in it, or what was said. */
@Timeout(90)
class SilentRefusalIT {

  private static final List<String> UNIQUE = List.of("message-id", "content-length");

  @RegisterExtension static final Stage stage = Stage.shared();

  @EveryWay
  void aRoomThatIsAndOneThatIsNotAreRefusedAlike(Way way) {
    String there = "granted.there-" + stage.user();
    String nowhere = "granted.nowhere-" + stage.user();
    StompClient member = stage.stranger(way);
    String user = stage.user();
    member.connect(stage.tokens().user(user).channels(List.of(there), List.of(there)).sign());
    member.subscribe("room", "/topic/" + there);
    String id = member.publish("/topic/" + there, "a secret");

    StompClient outsider = stage.client(way);
    outsider.subscribe("errors", "/user/queue/errors");
    assertThat(refusals(outsider, there, id)).isEqualTo(refusals(outsider, nowhere, id));
  }

  @EveryWay
  void theInboxOfSomebodyAndOfNobodyAreRefusedAlike(Way way) {
    StompClient somebody = stage.stranger(way);
    String user = stage.user();
    somebody.connect(stage.tokens().of(user));
    somebody.publish("/user/" + user + "/queue/inbox", "a secret");

    StompClient outsider = stage.client(way);
    outsider.subscribe("errors", "/user/queue/errors");
    String nobody = stage.user();
    for (String where : List.of("/app/history.inbox.", "/topic/inbox.", "/topic/presence.inbox.")) {
      assertThat(refusal(outsider, subscribe(where + user), user))
          .isEqualTo(refusal(outsider, subscribe(where + nobody), nobody));
    }
  }

  private static List<String> refusals(StompClient client, String room, String id) {
    List<String> all = new ArrayList<>();
    for (String where : List.of("/topic/", "/topic/presence.", "/app/presence.", "/app/history.")) {
      all.add(refusal(client, subscribe(where + room), room));
    }
    all.add(refusal(client, subscribe("/topic/" + room).with("since", id), room));
    all.add(refusal(client, subscribe("/app/history." + room).with("before", id), room));
    all.add(refusal(client, StompFrame.of("SEND", "destination:/topic/" + room), room));
    assertThat(all).allMatch(each -> each.contains("forbidden") && !each.contains("secret"));
    return all;
  }

  private static StompFrame subscribe(String destination) {
    return StompFrame.of("SUBSCRIBE", "id:x", "destination:" + destination);
  }

  /** All that is said, but for what the client has said itself and what is unique. */
  private static String refusal(StompClient client, StompFrame frame, String room) {
    client.send(frame.with("receipt", "r"));
    StompFrame refusal =
        client.next(f -> f.header("code").isPresent() || isAnswer(f), "an answer to " + frame);
    assertThat(refusal.header("code")).as("%s", refusal).isPresent();
    String headers =
        refusal.headers().stream()
            .filter(header -> !UNIQUE.contains(header.name()))
            .toList()
            .toString();
    return (headers + refusal.text()).replace(room, "ROOM");
  }

  private static boolean isAnswer(StompFrame frame) {
    return frame.command().equals("RECEIPT") || frame.command().equals("ERROR");
  }
}
