package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.session.Sessions;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A connection that has died without a word: nothing is read of it, nothing comes, and TCP says
 * nothing for a long time. Its user leaves the room in the time that heart-beats promise.
 */
@Timeout(120)
class DeadConnectionIT {

  /** A look at all sessions, and a machine that does something else. */
  private static final Duration SLACK = Duration.ofMillis(1500);

  private static final Pattern LEAVE =
      Pattern.compile("\\{\"type\":\"leave\",\"user\":\"([^\"]+)\".*\"at\":(\\d+).*");

  /** With the shortest heart-beats that make sense. */
  @Nested
  class AtOneSecond {

    @RegisterExtension
    static final Stage stage =
        Stage.with("--parley.heart-beat.send=1s", "--parley.heart-beat.receive=1s");

    @Test
    void isGoneFromThePresenceOfItsRoomInTime() {
      everyWayDies(stage, Duration.ofSeconds(1));
    }
  }

  /** As the service comes. */
  @Nested
  class AtTenSeconds {

    @RegisterExtension static final Stage stage = Stage.with("--parley.node-id=ten");

    @Test
    void isGoneFromThePresenceOfItsRoomInTime() {
      everyWayDies(stage, Duration.ofSeconds(10));
    }
  }

  /** All at one time, because it takes a while. */
  private static void everyWayDies(Stage stage, Duration interval) {
    String room = "rooms.dead-" + stage.user();
    List<Way> ways = Way.all().toList();
    StompClient observer = stage.client(ways.getFirst()).patience(interval.multipliedBy(9));
    observer.subscribe("presence", "/topic/presence." + room);
    observer.nextMessage("presence");
    Map<String, Way> users = new HashMap<>();
    Map<String, Long> silentSince = new HashMap<>();
    for (Way way : ways) {
      String user = stage.user();
      StompClient client = stage.stranger(way);
      String promise = "heart-beat:" + interval.toMillis() + "," + interval.toMillis();
      assertThat(client.connect(stage.tokens().of(user), promise).command()).isEqualTo("CONNECTED");
      client.subscribe("1", "/topic/" + room);
      client.wire().stopReading();
      users.put(user, way);
      silentSince.put(user, System.currentTimeMillis());
    }

    while (!silentSince.isEmpty()) {
      StompFrame leave =
          observer.next(f -> f.text().contains("\"type\":\"leave\""), "a leave of " + users);
      Matcher left = LEAVE.matcher(leave.text());
      assertThat(left.matches()).as(leave.text()).isTrue();
      String user = left.group(1);
      long took = Long.parseLong(left.group(2)) - Objects.requireNonNull(silentSince.remove(user));
      assertThat(took)
          .as("%s was silent and left", users.get(user))
          .isLessThanOrEqualTo(
              promised(Objects.requireNonNull(users.get(user)), interval).plus(SLACK).toMillis());
    }

    // The last of its sockets is given up a little later, when it has not heard why either.
    await()
        .atMost(Duration.ofSeconds(8))
        .untilAsserted(() -> assertThat(stage.bean(Sessions.class).count()).isEqualTo(1));
  }

  /** A WebSocket is asked and has five seconds to answer; SockJS has no such question. */
  private static Duration promised(Way way, Duration interval) {
    return way.transport().isSockJs()
        ? interval.multipliedBy(7)
        : interval.multipliedBy(5).dividedBy(2).plusSeconds(5);
  }
}
