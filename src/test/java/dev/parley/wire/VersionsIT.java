package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.StompVersion;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients of three versions of STOMP in one room. */
@Timeout(60)
class VersionsIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  private static StompClient speaking(Way way, StompVersion version) {
    StompClient client = stage.stranger(way, version);
    client.connect(stage.token());
    return client;
  }

  @EveryWay
  void theyUnderstandEachOther(Way way) {
    String room = "/topic/rooms.versions-" + stage.user();
    for (StompVersion speaks : StompVersion.values()) {
      for (StompVersion hears : StompVersion.values()) {
        StompClient speaker = speaking(way, speaks);
        StompClient listener = speaking(way, hears);
        listener.subscribe("1", room);

        speaker.publish(room, "hi", "x-from:" + speaks.number(), "content-type:text/plain");

        StompFrame message = listener.nextMessage("1");
        assertThat(message.text()).isEqualTo("hi");
        assertThat(message.value("x-from")).isEqualTo(speaks.number());
      }
    }
  }

  @EveryWay
  void everyVersionGetsHeadersAsItWritesThem(Way way) {
    String room = "/topic/rooms.escapes-" + stage.user();
    StompClient oldest = speaking(way, StompVersion.V1_0);
    StompClient older = speaking(way, StompVersion.V1_1);
    StompClient newest = speaking(way, StompVersion.V1_2);
    oldest.subscribe("1", room);
    older.subscribe("1", room);

    newest.publish(room, "hi", "x-a:b:c\\d\ne");

    assertThat(oldest.nextMessage("1").value("x-a")).isEqualTo("b:c\\de");
    assertThat(older.nextMessage("1").value("x-a")).isEqualTo("b:c\\d\ne");
  }

  @EveryWay
  void theFirstVersionHasNoEscapes(Way way) {
    String room = "/topic/rooms.plain-" + stage.user();
    StompClient oldest = speaking(way, StompVersion.V1_0);
    StompClient newest = speaking(way, StompVersion.V1_2);
    newest.subscribe("1", room);

    oldest.publish(room, "hi", "x-path:C:\\new\\data");

    assertThat(newest.nextMessage("1").value("x-path")).isEqualTo("C:\\new\\data");
  }

  @EveryWay
  void inTheFirstVersionADestinationIsEnough(Way way) {
    String room = "/topic/rooms.first-" + stage.user();
    StompClient client = speaking(way, StompVersion.V1_0);

    client.request(StompFrame.of("SUBSCRIBE", "destination:" + room));
    client.publish(room, "hi");
    assertThat(client.next("MESSAGE").value("destination")).isEqualTo(room);

    client.request(StompFrame.of("UNSUBSCRIBE", "destination:" + room));
    client.publish(room, "unheard");
    client.expectNothing();
  }

  @EveryWay
  void otherVersionsNeedAnId(Way way) {
    StompClient client = speaking(way, StompVersion.V1_1);

    client.send(StompFrame.of("SUBSCRIBE", "destination:/topic/rooms.lobby"));

    client.expectError("bad-frame", 4400);
  }

  @EveryWay
  void acknowledgementsOfOlderVersionsAreTaken(Way way) {
    String room = "/topic/rooms.ack-" + stage.user();
    StompClient older = speaking(way, StompVersion.V1_1);
    older.subscribe("1", room, "ack:client");
    older.publish(room, "hi");
    String id = older.nextMessage("1").value("message-id");

    older.request(StompFrame.of("ACK", "subscription:1", "message-id:" + id));
    older.request(StompFrame.of("NACK", "subscription:1", "message-id:" + id));

    older.expectNothing();
  }
}
