package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every presence store promises of the feeds; part of {@link PresenceStoreContract}. */
abstract class PresenceFeedContract extends UserSessionsContract {

  private static final Limits TWO_NAMED = new Limits(2, 0, true);

  @Test
  void messageIsAddressedToTheFeedAndIsJson() {
    listen("here");

    assertThat(event(enter("alice", "s1")).entry().tail().headers())
        .isEqualTo(
            Map.of("destination", "/topic/presence." + room, "content-type", "application/json"));
  }

  @Test
  void snapshotNamesTheLastMessageThatItContains() {
    long begin = listen("here");
    assertThat(snapshot(NAMED).id().number()).isEqualTo(begin);
    News.Event join = event(enter("alice", "s1"));

    assertThat(snapshot(NAMED).id()).isEqualTo(join.entry().id());
  }

  @Test
  void messagesAreForTheNodesThatListen() {
    assertThat(news(enter("alice", "s1"))).isEqualTo(new News.None());
    listen("here");
    listen("there");
    listen("there");

    assertThat(event(enter("bob", "s2")).nodes()).isEqualTo(Set.of("here", "there"));
    await(store().unlisten(room, "there"));
    assertThat(event(leave("bob", "s2")).nodes()).isEqualTo(Set.of("here"));
    await(store().unlisten(room, "here"));
    assertThat(leave("alice", "s1")).isEqualTo(new News.None());
  }

  @Test
  void numbersGoOnAfterTheChannelWasForgotten() {
    listen("here");
    enter("alice", "s1");
    long last = event(leave("alice", "s1")).entry().number();
    await(store().unlisten(room, "here"));

    long begin = listen("here");
    assertThat(begin).isGreaterThanOrEqualTo(last);
    assertThat(event(enter("alice", "s1")).entry().number()).isEqualTo(begin + 1);
  }

  @Test
  void numbersBeginAboveZeroSoThatThereIsAPlaceBeforeTheFirst() {
    assertThat(listen("here")).isPositive();
  }

  @Test
  void tooManyToBeNamedAreCountedAtMostOnceASecond() {
    long begin = listen("here");
    enter("alice", "s1", TWO_NAMED);
    enter("bob", "s2", TWO_NAMED);

    News.Event first = event(enter("carol", "s3", TWO_NAMED));
    assertThat(body(first)).isEqualTo("{\"type\":\"count\",\"total\":3}");
    assertThat(first.entry().number()).isEqualTo(begin + 3);
    assertThat(dueIn(news(enter("dave", "s4", TWO_NAMED)))).isBetween(1L, 1000L);
    assertThat(news(enter("erin", "s5", TWO_NAMED))).isEqualTo(new News.None());
    assertThat(dueIn(summarise())).isBetween(1L, 1000L);
    pass(1000);
    News.Event second = event(summarise());
    assertThat(body(second)).isEqualTo("{\"type\":\"count\",\"total\":5}");
    assertThat(second.entry().number()).isEqualTo(begin + 4);
    assertThat(summarise()).isEqualTo(new News.None());
  }

  @Test
  void snapshotOfTooManyHoldsOnlyTheirNumber() {
    enter("alice", "s1", TWO_NAMED);
    enter("bob", "s2", TWO_NAMED);
    assertThat(snapshot(TWO_NAMED).isOnlyCount()).isFalse();
    enter("carol", "s3", TWO_NAMED);

    assertThat(snapshot(TWO_NAMED).isOnlyCount()).isTrue();
    assertThat(snapshot(TWO_NAMED).total()).isEqualTo(3);
  }

  @Test
  void everybodyIsNamedAgainOnceThereAreFewEnough() {
    listen("here");
    enter("alice", "s1", TWO_NAMED);
    enter("bob", "s2", TWO_NAMED);
    enter("carol", "s3", TWO_NAMED);
    pass(1000);

    assertThat(body(event(leave("alice", "s1", TWO_NAMED))))
        .startsWith("{\"type\":\"snapshot\",\"members\":[{\"user\":\"bob\"")
        .endsWith("\"total\":2}");
    assertThat(body(event(leave("bob", "s2", TWO_NAMED)))).contains("\"type\":\"leave\"");
  }

  @Test
  void comingAndGoingAtTheLimitIsToldAtMostOnceASecond() {
    listen("here");
    enter("alice", "s1", TWO_NAMED);
    enter("bob", "s2", TWO_NAMED);
    assertThat(body(event(enter("carol", "s3", TWO_NAMED)))).contains("count");

    assertThat(dueIn(leave("carol", "s3", TWO_NAMED))).isPositive();
    assertThat(news(enter("carol", "s3", TWO_NAMED))).isEqualTo(new News.None());
    assertThat(leave("carol", "s3", TWO_NAMED)).isEqualTo(new News.None());
    assertThat(leave("bob", "s2", TWO_NAMED)).isEqualTo(new News.None());
    pass(1000);
    assertThat(body(event(summarise()))).contains("snapshot").contains("\"total\":1");
  }

  @Test
  void nothingIsDueWhereNobodyListens() {
    for (String user : List.of("alice", "bob", "carol", "dave")) {
      assertThat(news(enter(user, "s", TWO_NAMED))).isEqualTo(new News.None());
    }
    assertThat(summarise()).isEqualTo(new News.None());
  }

  private News summarise() {
    return await(store().summarise(room, TWO_NAMED));
  }
}
