package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What every presence store promises of sessions; part of {@link PresenceStoreContract}. */
abstract class UserSessionsContract extends PresenceStoreSteps {

  @Test
  void userIsOnlineWhileItHasSessions() {
    String user = "user-of-" + room;
    assertThat(await(store().online(user))).isZero();
    await(store().connected(user, "s1", 0));
    await(store().connected(user, "s1", 0));
    await(store().connected(user, "s2", 0));
    assertThat(await(store().online(user))).isEqualTo(2);

    await(store().disconnected(user, "s1"));
    await(store().disconnected(user, "s1"));
    assertThat(await(store().online(user))).isEqualTo(1);
    await(store().disconnected(user, "s2"));
    await(store().disconnected(user, "never"));
    assertThat(await(store().online(user))).isZero();
  }

  @Test
  void userHasOnlySoManySessionsAndOneThatGoesMakesRoom() {
    String user = "user-of-" + room;
    assertThat(await(store().connected(user, "s1", 2))).isTrue();
    assertThat(await(store().connected(user, "s2", 2))).isTrue();

    assertThat(await(store().connected(user, "s3", 2))).isFalse();
    assertThat(await(store().connected(user, "s2", 2))).isTrue();
    assertThat(await(store().online(user))).isEqualTo(2);
    assertThat(await(store().connected("other-" + user, "s3", 2))).isTrue();
    await(store().disconnected(user, "s1"));
    assertThat(await(store().connected(user, "s4", 2))).isTrue();
    assertThat(await(store().connected(user, "s5", 0))).isTrue();
    assertThat(await(store().online(user))).isEqualTo(3);
    await(store().disconnected("other-" + user, "s3"));
    List.of("s2", "s4", "s5").forEach(each -> await(store().disconnected(user, each)));
    assertThat(await(store().online(user))).isZero();
  }

  @Test
  void sessionThatIsNotLetInLeavesNothingBehind() {
    String user = "user-of-" + room;
    await(store().connected(user, "s1", 1));
    assertThat(await(store().connected(user, "s2", 1))).isFalse();

    await(store().disconnected(user, "s2"));
    assertThat(await(store().online(user))).isOne();
    await(store().disconnected(user, "s1"));
    assertThat(await(store().online(user))).isZero();
  }

  @Test
  void howeverManyComeAtOnceThereAreNeverMore() throws InterruptedException {
    String user = "user-of-" + room;
    int most = 5;
    Queue<String> letIn = new ConcurrentLinkedQueue<>();
    CountDownLatch ready = new CountDownLatch(4);
    List<Thread> doors = new ArrayList<>();
    for (int door = 0; door < 4; door++) {
      String name = "door-" + door + "-";
      doors.add(Thread.ofPlatform().start(() -> comeIn(user, name, most, ready, letIn)));
    }
    for (Thread door : doors) {
      door.join();
    }

    assertThat(letIn).hasSize(most);
    assertThat(await(store().online(user))).isEqualTo(most);
    letIn.forEach(session -> await(store().disconnected(user, session)));
    assertThat(await(store().online(user))).isZero();
  }

  /** Twenty at once, and none waits for the answer of the one before. */
  private void comeIn(
      String user, String name, int most, CountDownLatch ready, Queue<String> letIn) {
    ready.countDown();
    while (ready.getCount() > 0) {
      Thread.onSpinWait();
    }
    List<CompletionStage<Void>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String session = name + i;
      answers.add(
          store()
              .connected(user, session, most)
              .thenAccept(
                  in -> {
                    if (in) {
                      letIn.add(session);
                    }
                  }));
    }
    answers.forEach(PresenceStoreSteps::await);
  }

  @Test
  void userMayHaveOneMoreWhileOneIsToBeReplaced() {
    String user = "user-of-" + room;
    await(store().connected(user, "s1", 2));
    await(store().connected(user, "s2", 2));
    await(store().moves(user, "never", Duration.ofMinutes(1)));
    assertThat(await(store().connected(user, "s3", 2))).isFalse();
    for (String each : List.of("s1", "s2")) {
      await(store().moves(user, each, Duration.ofMinutes(1)));
    }

    assertThat(await(store().connected(user, "s3", 2))).isTrue();
    assertThat(await(store().connected(user, "s4", 2))).isFalse();
    assertThat(await(store().online(user))).isEqualTo(3);
    List.of("s1", "s2").forEach(each -> await(store().disconnected(user, each)));
    assertThat(await(store().connected(user, "s5", 2))).isTrue();
    assertThat(await(store().connected(user, "s6", 2))).isFalse();
    List.of("s3", "s5").forEach(each -> await(store().disconnected(user, each)));
    assertThat(await(store().online(user))).isZero();
  }

  @Test
  void oneThatStaysThoughItWasToBeReplacedMakesNoRoomThen() {
    String user = "user-of-" + room;
    await(store().connected(user, "s1", 1));
    await(store().moves(user, "s1", Duration.ofMillis(100)));
    pass(150);

    assertThat(await(store().connected(user, "s2", 1))).isFalse();
    assertThat(await(store().connected(user, "s1", 1))).isTrue();
    await(store().disconnected(user, "s1"));
    assertThat(await(store().online(user))).isZero();
  }
}
