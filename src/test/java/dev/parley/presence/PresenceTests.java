package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.broker.LocalBroker;
import dev.parley.channel.Subscription;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PresenceTests {

  private static final ChannelName LOBBY = Cluster.LOBBY;

  private final Cluster cluster = new Cluster(new LocalBroker(), 3);
  private final Cluster.Node here = cluster.node("here");
  private final Cluster.Node there = cluster.node("there");
  private final FeedReader reader = new FeedReader();

  @Test
  void feedBeginsWithASnapshotOfNobody() {
    here.listens(reader, LOBBY);

    assertThat(reader.hears())
        .containsExactly("{\"type\":\"snapshot\",\"members\":[],\"total\":0}");
  }

  @Test
  void snapshotComesFirstThenJoinsAndLeavesFromEveryNode() {
    here.enters("alice", "a1", LOBBY);
    here.listens(reader, LOBBY);
    there.enters("bob", "b1", LOBBY);
    cluster.time.pass(5);
    here.leaves("alice", "a1", LOBBY);

    assertThat(reader.hears())
        .containsExactly(
            "{\"type\":\"snapshot\",\"members\":"
                + "[{\"user\":\"alice\",\"sessions\":1,\"since\":1000000}],\"total\":1}",
            "{\"type\":\"join\",\"user\":\"bob\",\"at\":1000000}",
            "{\"type\":\"leave\",\"user\":\"alice\",\"at\":1000005}");
    assertThat(reader.complaints()).isEmpty();
  }

  @Test
  void messagesAreSentAsTheDestinationTheyWereSubscribedBy() {
    here.listens(reader, LOBBY);

    assertThat(reader.frames().getFirst())
        .startsWith("MESSAGE\nsubscription:sub-0\nmessage-id:")
        .contains("\ndestination:/topic/presence.rooms.lobby\ncontent-type:application/json\n");
  }

  @Test
  void userWithManySessionsJoinsOnceAndLeavesOnce() {
    here.listens(reader, LOBBY);
    here.enters("alice", "phone", LOBBY);
    there.enters("alice", "laptop", LOBBY);
    here.leaves("alice", "phone", LOBBY);
    here.leaves("alice", "phone", LOBBY);
    there.leaves("alice", "laptop", LOBBY);

    assertThat(reader.hears())
        .containsExactly(
            "{\"type\":\"snapshot\",\"members\":[],\"total\":0}",
            "{\"type\":\"join\",\"user\":\"alice\",\"at\":1000000}",
            "{\"type\":\"leave\",\"user\":\"alice\",\"at\":1000000}");
  }

  @Test
  void nameAndInfoOfTheTokenAreShown() {
    here.presence()
        .enter(
            LOBBY,
            Users.shown("alice", Optional.of("Alice \"A\""), Optional.of("{\"x\":1}")),
            "a1",
            "sub-1");

    assertThat(snapshot(LOBBY))
        .isEqualTo(
            "{\"type\":\"snapshot\",\"members\":[{\"user\":\"alice\",\"name\":\"Alice \\\"A\\\"\","
                + "\"info\":{\"x\":1},\"sessions\":1,\"since\":1000000}],\"total\":1}");
  }

  @Test
  void secondListenerOfANodeGetsItsOwnSnapshot() {
    here.listens(reader, LOBBY);
    here.enters("alice", "a1", LOBBY);
    reader.hears();
    FeedReader second = new FeedReader();
    here.listens(second, LOBBY);
    here.enters("bob", "b1", LOBBY);

    assertThat(reader.hears()).singleElement().asString().contains("\"join\"", "bob");
    assertThat(second.told()).hasSize(2);
    assertThat(second.members()).contains(Set.of("alice", "bob"));
  }

  @Test
  void fullChannelRefusesAnotherUserAndTellsNobody() {
    here.listens(reader, Cluster.PAIR);
    here.enters("alice", "a1", Cluster.PAIR);
    there.enters("bob", "b1", Cluster.PAIR);
    reader.hears();

    assertThatThrownBy(() -> there.enters("carol", "c1", Cluster.PAIR))
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(RefusalCode.CHANNEL_FULL));
    there.leaves("carol", "c1", Cluster.PAIR);
    here.enters("alice", "a2", Cluster.PAIR);
    assertThat(reader.hears()).isEmpty();
    there.leaves("bob", "b1", Cluster.PAIR);
    there.enters("carol", "c1", Cluster.PAIR);
    assertThat(reader.members()).contains(Set.of("alice", "carol"));
  }

  @Test
  void membersAreLimitedWherePresenceIsNotTold() {
    here.enters("alice", "a1", Cluster.SECRET);

    assertThat(here.presence().isTold(Cluster.SECRET)).isFalse();
    assertThatThrownBy(() -> here.enters("bob", "b1", Cluster.SECRET))
        .hasCauseInstanceOf(Refusal.class);
    here.leaves("alice", "a1", Cluster.SECRET);
    here.enters("bob", "b1", Cluster.SECRET);
  }

  @Test
  void nobodyIsKnownWhereNothingDependsOnIt() {
    here.enters("alice", "a1", Cluster.PLAIN);
    here.enters("alice", "a1", new ChannelName("unknown", "one"));

    assertThat(cluster.store.size()).isZero();
    assertThat(here.presence().isTold(Cluster.PLAIN)).isFalse();
    assertThat(here.presence().isTold(new ChannelName("unknown", "one"))).isFalse();
    assertThat(here.presence().isTold(LOBBY)).isTrue();
  }

  @Test
  void largeChannelIsCountedOnceASecondAndTheLastCountIsRight() {
    here.listens(reader, LOBBY);
    for (int i = 1; i <= 20; i++) {
      there.enters("user-" + i, "s" + i, LOBBY);
      cluster.time.pass(100);
    }
    cluster.time.pass(2000);

    assertThat(reader.told().subList(4, reader.told().size()))
        .containsExactly(
            "{\"type\":\"count\",\"total\":4}",
            "{\"type\":\"count\",\"total\":13}",
            "{\"type\":\"count\",\"total\":20}");
    assertThat(cluster.time.tasks()).isZero();
    assertThat(snapshot(LOBBY)).isEqualTo("{\"type\":\"count\",\"total\":20}");
    FeedReader late = new FeedReader();
    here.listens(late, LOBBY);
    assertThat(late.told()).containsExactly("{\"type\":\"count\",\"total\":20}");
  }

  @Test
  void channelThatShrinksIsNamedAgain() {
    here.listens(reader, LOBBY);
    for (String user : List.of("alice", "bob", "carol", "dave")) {
      here.enters(user, "s", LOBBY);
    }
    here.leaves("dave", "s", LOBBY);
    here.leaves("carol", "s", LOBBY);
    assertThat(reader.members()).isEmpty();
    cluster.time.pass(1000);
    assertThat(reader.members()).contains(Set.of("alice", "bob"));
    here.leaves("bob", "s", LOBBY);

    assertThat(reader.told().getLast()).contains("leave").contains("bob");
    assertThat(reader.complaints()).isEmpty();
  }

  @Test
  void userIsOnlineWithItsSessions() {
    here.presence().connected(Users.named("alice"), "a1", 0);
    there.presence().connected(Users.named("alice"), "a2", 0);
    assertThat(here.presence().sessionsOf("alice").toCompletableFuture().join()).isEqualTo(2);

    here.presence().disconnected(Users.named("alice"), "a1");
    there.presence().disconnected(Users.named("alice"), "a2");
    assertThat(here.presence().sessionsOf("alice").toCompletableFuture().join()).isZero();
    assertThat(cluster.store.size()).isZero();
  }

  @Test
  void nothingIsLeftOnceEverybodyIsGone() {
    Subscription subscription = here.listens(reader, LOBBY);
    for (int i = 0; i < 10; i++) {
      there.enters("user-" + i, "s", LOBBY);
    }
    here.channels().unsubscribe(subscription);
    for (int i = 0; i < 10; i++) {
      there.leaves("user-" + i, "s", LOBBY);
    }
    cluster.time.pass(1000);

    assertThat(cluster.store.size()).isZero();
    assertThat(here.channels().active()).isZero();
    assertThat(cluster.time.tasks()).isZero();
  }

  private String snapshot(ChannelName channel) {
    byte[] json = here.presence().snapshotJson(channel).toCompletableFuture().join();
    return new String(json, StandardCharsets.UTF_8);
  }
}
