package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.presence.Entering.Entered;
import dev.parley.presence.Entering.Full;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What every presence store promises: of members here, of feeds and sessions above. */
abstract class PresenceStoreContract extends PresenceFeedContract {

  private static final Limits AT_MOST_TWO = new Limits(0, 2, true);

  @Test
  void firstSeatIsAJoinAndLastIsALeave() {
    long begin = listen("here");
    News.Event join = event(enter("alice", "s1"));
    News.Event leave = event(leave("alice", "s1"));

    assertThat(join.entry().number()).isEqualTo(begin + 1);
    assertThat(body(join)).startsWith("{\"type\":\"join\",\"user\":\"alice\",\"at\":");
    assertThat(leave.entry().number()).isEqualTo(begin + 2);
    assertThat(body(leave)).startsWith("{\"type\":\"leave\",\"user\":\"alice\",\"at\":");
    assertThat(leave.entry().id().epoch()).isEqualTo(join.entry().id().epoch());
    assertThat(leave.entry().timestamp()).isGreaterThanOrEqualTo(join.entry().timestamp());
  }

  @Test
  void anotherSessionIsNoNewMember() {
    listen("here");
    enter("alice", "s1");

    assertThat(news(enter("alice", "s2"))).isEqualTo(new News.None());
    assertThat(present("alice").sessions()).isEqualTo(2);
    assertThat(leave("alice", "s1")).isEqualTo(new News.None());
    assertThat(present("alice").sessions()).isEqualTo(1);
    assertThat(body(event(leave("alice", "s2")))).contains("leave");
    assertThat(snapshot(NAMED).members()).isEmpty();
  }

  @Test
  void twoSubscriptionsOfOneSessionAreTwoSeatsAndOneSession() {
    listen("here");
    await(store().enter(room, member("alice"), new Seat("s1", "sub-1"), NAMED));
    await(store().enter(room, member("alice"), new Seat("s1", "sub-2"), NAMED));

    assertThat(present("alice").sessions()).isEqualTo(1);
    assertThat(await(store().leave(room, "alice", new Seat("s1", "sub-1"), NAMED)))
        .isEqualTo(new News.None());
    assertThat(present("alice").sessions()).isEqualTo(1);
  }

  @Test
  void stepsThatWereTakenAlreadyChangeNothing() {
    listen("here");
    enter("alice", "s1");

    assertThat(news(enter("alice", "s1"))).isEqualTo(new News.None());
    assertThat(leave("alice", "elsewhere")).isEqualTo(new News.None());
    assertThat(leave("bob", "s1")).isEqualTo(new News.None());
    assertThat(snapshot(NAMED).total()).isEqualTo(1);
    leave("alice", "s1");
    assertThat(leave("alice", "s1")).isEqualTo(new News.None());
    assertThat(snapshot(NAMED).total()).isZero();
  }

  @Test
  void fullChannelTakesFurtherSessionsOfItsMembersAndNobodyElse() {
    listen("here");
    enter("alice", "s1", AT_MOST_TWO);
    enter("bob", "s2", AT_MOST_TWO);

    assertThat(enter("carol", "s3", AT_MOST_TWO)).isEqualTo(new Full());
    assertThat(enter("bob", "s4", AT_MOST_TWO)).isInstanceOf(Entered.class);
    assertThat(snapshot(AT_MOST_TWO).total()).isEqualTo(2);
    leave("alice", "s1", AT_MOST_TWO);
    assertThat(body(event(enter("carol", "s3", AT_MOST_TWO)))).contains("carol");
  }

  @Test
  void membersOfThisNodeAreCounted() {
    long before = store().members();
    enter("alice", "s1", AT_MOST_TWO);
    enter("alice", "s1", AT_MOST_TWO);
    enter("bob", "s2", AT_MOST_TWO);
    enter("carol", "s3", AT_MOST_TWO);
    assertThat(store().members()).isEqualTo(before + 2);

    leave("alice", "s1", AT_MOST_TWO);
    leave("alice", "s1", AT_MOST_TWO);
    assertThat(store().members()).isEqualTo(before + 1);
    leave("bob", "s2", AT_MOST_TWO);
    assertThat(store().members()).isEqualTo(before);
  }

  @Test
  void snapshotShowsMembersInTheOrderOfTheirJoins() {
    Member alice = new Member("alice", Optional.of("Alice"), Optional.of("{\"a\":1}"));
    await(store().enter(room, alice, new Seat("s1", "sub-1"), NAMED));
    pass(5);
    enter("bob", "s2");
    Snapshot snapshot = snapshot(NAMED);

    assertThat(snapshot.members())
        .extracting(Snapshot.Present::member)
        .containsExactly(alice, member("bob"));
    assertThat(snapshot.members().get(1).since())
        .isGreaterThanOrEqualTo(snapshot.members().getFirst().since() + 5);
    assertThat(snapshot.at()).isGreaterThanOrEqualTo(snapshot.members().get(1).since());
  }

  @Test
  void membersAreKnownWhereNobodyIsTold() {
    Limits untold = new Limits(0, 1, false);
    listen("here");

    assertThat(news(enter("alice", "s1", untold))).isEqualTo(new News.None());
    assertThat(enter("bob", "s2", untold)).isEqualTo(new Full());
    assertThat(leave("alice", "s1", untold)).isEqualTo(new News.None());
  }

  @Test
  void joinsAndLeavesAlternateWhoeverComesAndGoesAtOnce() throws InterruptedException {
    long begin = listen("here");
    Queue<News.Event> events = new ConcurrentLinkedQueue<>();
    CountDownLatch ready = new CountDownLatch(4);
    List<Thread> devices = new ArrayList<>();
    for (int device = 0; device < 4; device++) {
      String session = "s" + device;
      devices.add(Thread.ofPlatform().start(() -> comeAndGo(session, ready, events)));
    }
    for (Thread device : devices) {
      device.join();
    }

    List<News.Event> inOrder =
        events.stream().sorted(Comparator.comparingLong(each -> each.entry().number())).toList();
    assertThat(inOrder).isNotEmpty();
    for (int i = 0; i < inOrder.size(); i++) {
      assertThat(inOrder.get(i).entry().number()).isEqualTo(begin + 1 + i);
      assertThat(body(inOrder.get(i))).contains(i % 2 == 0 ? "\"join\"" : "\"leave\"");
    }
    assertThat(snapshot(NAMED).total()).isZero();
  }

  private void comeAndGo(String session, CountDownLatch ready, Queue<News.Event> events) {
    SplittableRandom random = new SplittableRandom(session.hashCode());
    ready.countDown();
    while (ready.getCount() > 0) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 200; i++) {
      News step = random.nextBoolean() ? news(enter("alice", session)) : leave("alice", session);
      note(step, events);
    }
    note(leave("alice", session), events);
  }

  private static void note(News news, Queue<News.Event> events) {
    if (news instanceof News.Event event) {
      events.add(event);
    }
  }
}
