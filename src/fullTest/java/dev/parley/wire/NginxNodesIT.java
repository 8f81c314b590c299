package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that come and go behind nginx. */
@Timeout(120)
class NginxNodesIT extends BehindNginx {

  private final Executor eachOnItsOwn = Thread::startVirtualThread;

  /** Sockets and streams do not notice; of the pollers some are told to come again, and resume. */
  @Test
  void aNodeThatJoinsEndsNobodysSocketAndLosesNobodysMessage() {
    startNginx(east, west);
    List<StompClient> members = membersOfEveryTransport();
    talk(members);
    RunningParley north = opened(node("north"));

    nginx().takes(Stream.of(east, west, north).map(RunningParley::asTarget).toList());
    await("a third node gets sessions")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              opened(Transport.XHR_POLLING.open(front().at(Door.SPRING)));
              return sessions(north) > 0;
            });
    talkOn(members);
  }

  private void talkOn(List<StompClient> members) {
    StompClient speaker = client(Transport.WEBSOCKET);
    List<String> words = IntStream.range(0, 30).mapToObj(i -> "word " + i).toList();
    List<Listener> listeners = members.stream().map(Listener::new).toList();
    words.forEach(word -> speaker.publish(room, word));

    for (Listener each : listeners) {
      assertThat(each.hears(words.size())).isEqualTo(words);
    }
    assertThat(listeners.stream().filter(each -> each.cameAgain))
        .hasSizeLessThan(CROWD)
        .allMatch(each -> each.transport == Transport.XHR_POLLING);
  }

  /** Hears every message once, however often it has to come again. */
  private final class Listener {

    private final List<String> heard = new ArrayList<>();
    private final Transport transport;
    private StompClient client;
    private String last;
    private boolean cameAgain;

    Listener(StompClient client) {
      this.client = client;
      transport = transportOf(client);
      last =
          client.received().stream()
              .filter(frame -> frame.isMessageOf("room"))
              .map(frame -> frame.value("message-id"))
              .reduce((one, next) -> next)
              .orElseThrow();
    }

    List<String> hears(int count) {
      while (heard.size() < count) {
        try {
          StompFrame message = client.nextMessage("room");
          heard.add(message.text());
          last = message.value("message-id");
        } catch (AssertionError ended) {
          if (client.wire().closed(Duration.ZERO).isEmpty() || cameAgain) {
            throw ended;
          }
          cameAgain = true;
          client = client(Transport.XHR_POLLING);
          client.subscribe("room", room, "since:" + last);
        }
      }
      return heard;
    }
  }

  /** Who is sent away by one node is let in by the other at the first try. */
  @Test
  void aNodeThatStopsBehindItSendsItsClientsToTheOther() {
    RunningParley south = opened(node("south"));
    startNginx(south, west);
    List<StompClient> members = membersOfEveryTransport();
    int there = sessions(south);
    assertThat(there).isBetween(1, members.size() - 1);

    south.close();
    List<StompClient> sentAway = new ArrayList<>();
    await()
        .until(
            () -> {
              members.stream()
                  .filter(each -> each.wire().closed(Duration.ZERO).isPresent())
                  .filter(each -> !sentAway.contains(each))
                  .forEach(sentAway::add);
              return sentAway.size() == there;
            });

    for (StompClient each : sentAway) {
      each.expectError("restarting", 1012);
      client(transportOf(each)).subscribe("room", room);
    }
    await("nobody is left of whoever was here before")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(sessions(west)).isEqualTo(members.size()));
  }

  /** Its old connection ends when it is there, and nobody is refused on the way. */
  @Test
  void whoIsAskedToMoveIsLetInByTheOtherNodeWhileTheOneDrains() {
    RunningParley south =
        opened(node("south", "--parley.drain.delay=200ms", "--parley.drain.duration=10s"));
    startNginx(south, west);
    List<StompClient> members = membersOfEveryTransport();
    members.forEach(each -> each.subscribe("notices", "/user/queue/session"));
    talk(members);
    List<StompClient> there = members.stream().filter(each -> isOn(south, each)).toList();
    assertThat(there).isNotEmpty().hasSizeLessThan(members.size());

    CompletableFuture<Void> end = CompletableFuture.runAsync(south::close, eachOnItsOwn);
    Stream<CompletableFuture<Void>> moves =
        there.stream().map(each -> CompletableFuture.runAsync(() -> moves(each), eachOnItsOwn));

    assertThat(moves.toList())
        .allSatisfy(move -> assertThat(move).succeedsWithin(Duration.ofSeconds(20)));
    assertThat(end).succeedsWithin(Duration.ofSeconds(20));
    talk(members.stream().filter(each -> !there.contains(each)).toList());
  }

  /** As a client should: there before it is gone here. */
  private void moves(StompClient client) {
    client.patience(Duration.ofSeconds(15));
    assertThat(client.nextMessage("notices").text()).contains("\"type\":\"move\"");
    StompClient there = client(transportOf(client));
    there.subscribe("room", room);
    client.disconnect();
    assertThat(isOn(west, there)).isTrue();
  }
}
