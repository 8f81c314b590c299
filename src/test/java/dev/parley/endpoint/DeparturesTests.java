package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.identity.Revocations;
import dev.parley.presence.MemoryPresenceStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the sessions of a node that ends are asked to move, and when they are closed. */
class DeparturesTests {

  private static final Duration USUAL = Duration.ofSeconds(20);
  private static final long ASKING = Duration.ofSeconds(15).toNanos();
  private static final long END = USUAL.toNanos();

  private final DistantStore store = new DistantStore();
  private final SmallNode node = new SmallNode(store);
  private final SessionNotices notices =
      new SessionNotices(
          new UserQueues(node.conversations, node.replies),
          node.conversations,
          node.presence(new MemoryPresenceStore(InstantSource.system())),
          new Revocations(InstantSource.system()),
          InstantSource.system());

  private final List<KeptFrames> clients = new ArrayList<>();
  private final List<Conversation> talks = new ArrayList<>();

  @AfterEach
  void close() {
    store.goesOn();
    store.close();
    node.close();
  }

  private Conversation enters() {
    KeptFrames client = new KeptFrames();
    clients.add(client);
    talks.add(node.session("user-" + clients.size(), client));
    return talks.getLast();
  }

  private void listens() {
    enters().addQueue("s", "session");
  }

  private long having(Predicate<String> frame) {
    return clients.stream().filter(each -> each.frames().stream().anyMatch(frame)).count();
  }

  /** So many have been asked to move by now, and so many closed. */
  private void hasSent(int asked, int closed) {
    await()
        .untilAsserted(
            () -> {
              assertThat(having(frame -> frame.contains("\"type\":\"move\""))).isEqualTo(asked);
              assertThat(having("close 1012"::equals)).isEqualTo(closed);
            });
  }

  @Test
  void theirTurnsAreSpreadEvenlyAndTheLastHasItsTimeBeforeTheEnd() {
    IntStream.range(0, 100).forEach(i -> listens());
    Departures departures = new Departures(notices, USUAL);

    departures.look(talks, 0);
    hasSent(1, 0);
    departures.look(talks, ASKING / 4);
    hasSent(26, 0);
    departures.look(talks, ASKING / 2);
    hasSent(51, 1);
    departures.look(talks, ASKING);
    hasSent(100, 51);
    departures.look(talks, END);
    hasSent(100, 100);

    assertThat(clients)
        .allSatisfy(
            each ->
                assertThat(each.frames())
                    .anyMatch(frame -> frame.contains("{\"type\":\"move\",\"withinMs\":5000}"))
                    .anyMatch(frame -> frame.startsWith("ERROR\ncode:restarting\n")));
  }

  @Test
  void whoDoesNotListenIsClosedAtItsTurn() {
    IntStream.range(0, 10).forEach(i -> enters());
    Departures departures = new Departures(notices, USUAL);

    departures.look(talks, 0);
    hasSent(0, 1);
    departures.look(talks, ASKING / 2);
    hasSent(0, 6);
    departures.look(talks, ASKING);
    hasSent(0, 10);
  }

  @Test
  void whoIsGoneNeedsNoTurnAndWhoComesLateGetsOne() {
    IntStream.range(0, 10).forEach(i -> listens());
    Departures departures = new Departures(notices, USUAL);
    departures.look(talks, 0);

    departures.look(talks.subList(0, 1), ASKING / 2);
    hasSent(1, 1);
    departures.look(talks, ASKING / 2);
    hasSent(6, 1);
    listens();
    departures.look(talks, END - 1);
    hasSent(6, 11);
  }

  @Test
  void withoutAnyTimeAllAreClosedAtOnce() {
    IntStream.range(0, 3).forEach(i -> listens());
    enters();

    new Departures(notices, Duration.ZERO).look(talks, 0);

    hasSent(0, 4);
  }

  @Test
  void whoHasLittleTimeIsAskedForHalfOfIt() {
    listens();

    new Departures(notices, Duration.ofSeconds(2)).look(talks, 0);

    hasSent(1, 0);
    assertThat(clients.getFirst().frames()).anyMatch(frame -> frame.contains("\"withinMs\":1000}"));
  }

  @Test
  void whatWasReadIsLoggedAndAnsweredBeforeTheEndAndNothingAfterIt() {
    Conversation talk = enters();
    SendHandler send =
        new SendHandler(
            node.publishing,
            SmallNode.NO_HANDLERS,
            frame -> {
              throw new AssertionError("no token was sent");
            });
    Visit visit =
        node.visit(talk, message -> talk.outcome(send.send(Inbound.of(message).orElseThrow())));
    store.pauses();
    says(visit, "first");
    says(visit, "second");

    new Departures(notices, Duration.ZERO).look(talks, 0);
    says(visit, "late");
    store.goesOn();

    hasSent(0, 1);
    assertThat(clients.getFirst().frames())
        .extracting(frame -> frame.lines().filter(line -> !line.contains("message-id")).toList())
        .satisfiesExactly(
            frame -> assertThat(frame).startsWith("RECEIPT").contains("receipt-id:first"),
            frame -> assertThat(frame).startsWith("RECEIPT").contains("receipt-id:second"),
            frame -> assertThat(frame).startsWith("ERROR").contains("code:restarting"),
            frame -> assertThat(frame).containsExactly("close 1012"));
  }

  private static void says(Visit visit, String receipt) {
    String frame = "SEND\ndestination:/topic/rooms.a\nreceipt:" + receipt + "\n\nbody\0";
    visit.received(frame.getBytes(StandardCharsets.UTF_8));
  }
}
