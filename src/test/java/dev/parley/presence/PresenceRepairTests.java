package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channel.Subscription;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong on the way is put right. */
class PresenceRepairTests {

  private static final ChannelName LOBBY = Cluster.LOBBY;

  private final ShakyBroker broker = new ShakyBroker(new SplittableRandom(1));
  private final Cluster cluster = new Cluster(broker, 3);
  private final Cluster.Node node = cluster.node("node");
  private final FeedReader reader = new FeedReader();

  @BeforeEach
  void nothingIsLostByItself() {
    broker.heal();
  }

  @Test
  void summaryIsSaidOnceTheStoreIsBack() {
    AtomicBoolean away = new AtomicBoolean();
    Cluster.Node unlucky = cluster.node("unlucky", sometimesAway(cluster.store, away));
    node.listens(reader, LOBBY);
    for (int i = 1; i <= 6; i++) {
      unlucky.enters("user-" + i, "s", LOBBY);
    }
    away.set(true);
    broker.deliverAll();
    cluster.time.pass(3500);
    assertThat(reader.total()).isEqualTo(4);
    away.set(false);
    cluster.time.pass(1000);
    broker.deliverAll();

    assertThat(reader.total()).isEqualTo(6);
    assertThat(cluster.time.tasks()).isZero();
  }

  @Test
  void lostMessageIsRepairedByASnapshotForAllOfTheNode() {
    FeedReader second = new FeedReader();
    node.listens(reader, LOBBY);
    node.listens(second, LOBBY);
    node.enters("alice", "a1", LOBBY);
    broker.loseAll();
    node.enters("bob", "b1", LOBBY);
    broker.deliverAll();
    assertThat(reader.told()).hasSize(1);
    cluster.time.pass(1000);

    assertThat(reader.told()).hasSize(2);
    assertThat(reader.told().getLast()).contains("snapshot").contains("alice").contains("bob");
    assertThat(second.told()).isEqualTo(reader.told());
    node.leaves("alice", "a1", LOBBY);
    broker.deliverAll();
    assertThat(reader.told().getLast()).contains("leave");
    assertThat(reader.complaints()).isEmpty();
  }

  @Test
  void lateMessageOfAFormerLifeIsNotMistakenForANewOne() {
    Subscription former = node.listens(new FeedReader(), LOBBY);
    node.enters("alice", "a1", LOBBY);
    node.leaves("alice", "a1", LOBBY);
    node.channels().unsubscribe(former);
    assertThat(cluster.store.size()).isZero();

    node.listens(reader, LOBBY);
    broker.deliverAll();
    node.enters("bob", "b1", LOBBY);
    broker.deliverAll();
    cluster.time.pass(1000);
    assertThat(reader.told()).hasSize(2);
    assertThat(reader.members()).contains(Set.of("bob"));
    assertThat(reader.complaints()).isEmpty();
  }

  /** The same store, which does not answer a request for a summary while it is away. */
  private static PresenceStore sometimesAway(PresenceStore store, AtomicBoolean away) {
    return (PresenceStore)
        Proxy.newProxyInstance(
            PresenceStore.class.getClassLoader(),
            new Class<?>[] {PresenceStore.class},
            (proxy, method, arguments) ->
                away.get() && method.getName().equals("summarise")
                    ? CompletableFuture.failedFuture(new Refusal(RefusalCode.UNAVAILABLE))
                    : method.invoke(store, arguments));
  }
}
