package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.team.WorkController;
import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.StompFrame;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On what thread a team's handlers run, in what order, and who waits for whom. */
class HandlerThreadsIT {

  private final Cast cast = TeamNode.shared().cast();
  private final Person alice = cast.person("alice");

  @AfterEach
  void everybodyLeaves() {
    cast.close();
  }

  @Test
  void handlerRunsOnAVirtualThread() {
    alice.client().subscribe("thread", "/user/queue/thread");
    alice.client().request(frame("/app/thread", "which?"));
    assertThat(alice.client().nextMessage("thread").text()).isEqualTo("virtual");
  }

  @Test
  void longWorkHoldsBackOnlyItsOwnSession() throws InterruptedException {
    String room = cast.room("rooms.busy");
    Person phone = cast.another(alice);
    Person bob = cast.person("bob");
    bob.joins(room);
    String work = alice.client().sendWithReceipt(frame("/app/long-work", alice.user()));
    assertThat(WorkController.BEGUN.poll(10, TimeUnit.SECONDS)).isEqualTo(alice.user());
    String later = alice.client().sendWithReceipt(frame("/topic/" + room, "after the work"));

    phone.says(room, "meanwhile");
    phone.client().request(frame("/app/work", "meanwhile"));
    bob.hears("meanwhile");
    bob.hearsNothing();

    WorkController.MAY_END.release();
    alice.client().receipt(work);
    alice.client().receipt(later);
    bob.hears("after the work");
    List<String> receipts =
        alice.client().received().stream()
            .flatMap(received -> received.header("receipt-id").stream())
            .toList();
    assertThat(receipts).containsExactly(work, later);
  }

  @Test
  void whoIsGoneIsNotKeptPresentByAHandlerThatStillRuns() throws InterruptedException {
    String room = cast.room("rooms.busy");
    Person bob = cast.person("bob");
    alice.joins(room);
    bob.client().subscribe("who", "/topic/presence." + room);
    assertThat(bob.client().nextMessage("who").text()).contains(alice.user());
    alice.client().send(frame("/app/long-work", alice.user()));
    assertThat(WorkController.BEGUN.poll(10, TimeUnit.SECONDS)).isEqualTo(alice.user());

    alice.goesOffline();

    assertThat(bob.client().nextMessage("who").text())
        .contains("\"type\":\"leave\"")
        .contains(alice.user());
    WorkController.MAY_END.release();
  }

  @Test
  void framesOfOneSessionAreHandledOneAtATimeInTheirOrder() {
    List<String> names = IntStream.range(0, 200).mapToObj(i -> alice.user() + i).toList();
    names.forEach(name -> alice.client().send(frame("/app/work", name)));
    alice.client().request(frame("/app/work", alice.user() + "last"));
    List<String> done =
        WorkController.DONE.stream().filter(name -> name.startsWith(alice.user())).toList();
    assertThat(done.subList(0, 200)).isEqualTo(names);
  }

  @Test
  void handlersOfATransactionRunAtItsCommit() {
    String room = cast.room("rooms.deal");
    alice.joins(room);
    alice.client().subscribe("thread", "/user/queue/thread");
    alice.client().request(StompFrame.of("BEGIN", "transaction:t"));
    String first = inTransaction("/topic/" + room, "first");
    String question = inTransaction("/app/thread", "which?");
    String second = inTransaction("/topic/" + room, "second");
    alice.hearsNothing();

    String commit = alice.client().sendWithReceipt(StompFrame.of("COMMIT", "transaction:t"));
    for (String receipt : List.of(first, question, second, commit)) {
      alice.client().receipt(receipt);
    }
    assertThat(alice.client().nextMessage("thread").text()).isEqualTo("virtual");
    alice.hears("first", "second");
    List<String> last =
        alice.client().received().stream().flatMap(f -> f.header("receipt-id").stream()).toList();
    assertThat(last.getLast()).isEqualTo(commit);
    alice.hearsNothing();
  }

  @Test
  void failingHandlerRefusesTheCommit() {
    alice.listensForRefusals();
    alice.client().request(StompFrame.of("BEGIN", "transaction:t"));
    inTransaction("/app/buy", "anything");
    String commit = alice.client().sendWithReceipt(StompFrame.of("COMMIT", "transaction:t"));
    assertThat(alice.isRefused("unavailable").value("receipt-id")).isEqualTo(commit);
    alice.hearsNothing();
  }

  @Test
  void frameForNoHandlerDoomsItsTransaction() {
    String room = cast.room("rooms.deal");
    alice.joins(room);
    alice.listensForRefusals();
    alice.client().request(StompFrame.of("BEGIN", "transaction:t"));
    inTransaction("/topic/" + room, "never said");
    inTransaction("/app/nothing", "text");
    alice.isRefused("bad-destination");
    alice.client().sendWithReceipt(StompFrame.of("COMMIT", "transaction:t"));
    alice.isRefused("bad-destination");
    alice.hearsNothing();
  }

  private String inTransaction(String destination, String text) {
    return alice.client().sendWithReceipt(frame(destination, text).with("transaction", "t"));
  }

  private static StompFrame frame(String destination, String body) {
    return StompFrame.of("SEND", "destination:" + destination).withBody(body);
  }
}
