package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryPresenceStoreTests extends PresenceStoreContract {

  private static final ChannelName LOBBY = new ChannelName("rooms", "lobby");
  private static final Member ALICE = new Member("alice", Optional.empty(), Optional.empty());
  private static final Member BOB = new Member("bob", Optional.empty(), Optional.empty());
  private static final Seat SEAT = new Seat("s1", "sub-1");
  private static final Limits ONE_NAMED = new Limits(1, 0, true);

  private final ManualTime time = new ManualTime();
  private final MemoryPresenceStore store = new MemoryPresenceStore(time);

  @Override
  PresenceStore store() {
    return store;
  }

  @Override
  void pass(long millis) {
    time.pass(millis);
  }

  @Test
  void nothingIsLeftOfAChannelOnceEverybodyIsGone() {
    await(store.enter(LOBBY, ALICE, SEAT, ONE_NAMED));
    await(store.listen(LOBBY, "here"));
    await(store.connected("alice", "s1", 0));
    assertThat(store.size()).isEqualTo(2);

    await(store.leave(LOBBY, "alice", SEAT, ONE_NAMED));
    await(store.disconnected("alice", "s1"));
    assertThat(store.size()).isEqualTo(1);
    await(store.unlisten(LOBBY, "here"));
    assertThat(store.size()).isZero();
  }

  @Test
  void askingLeavesNothingBehind() {
    await(store.snapshot(LOBBY, ONE_NAMED));
    await(store.leave(LOBBY, "alice", SEAT, ONE_NAMED));
    await(store.summarise(LOBBY, ONE_NAMED));
    await(store.unlisten(LOBBY, "here"));
    await(store.disconnected("alice", "s1"));
    await(store.online("alice"));

    assertThat(store.size()).isZero();
  }

  @Test
  void refusedUserLeavesNothingBehind() {
    Limits one = new Limits(0, 1, false);
    await(store.enter(LOBBY, ALICE, SEAT, one));
    await(store.enter(LOBBY, BOB, SEAT, one));
    await(store.leave(LOBBY, "alice", SEAT, one));

    assertThat(store.size()).isZero();
  }

  @Test
  void everyLifeOfAFeedHasAnEpochOfItsOwn() {
    MessageId first = await(store.listen(LOBBY, "here"));
    MessageId other = await(store.listen(new ChannelName("rooms", "other"), "here"));
    await(store.unlisten(LOBBY, "here"));
    MessageId again = await(store.listen(LOBBY, "here"));

    assertThat(first.epoch()).isNotEqualTo(other.epoch()).isNotEqualTo(again.epoch());
  }

  @Test
  void clockThatIsSetBackDoesNotSilenceSummaries() {
    await(store.listen(LOBBY, "here"));
    await(store.enter(LOBBY, ALICE, SEAT, ONE_NAMED));
    await(store.enter(LOBBY, BOB, SEAT, ONE_NAMED));
    time.set(time.millis() - 60_000);

    News news = await(store.leave(LOBBY, "bob", SEAT, ONE_NAMED));
    assertThat(news).isInstanceOf(News.Event.class);
    assertThat(((News.Event) news).entry().timestamp()).isGreaterThan(time.millis());
  }
}
