package dev.parley.channel;

import static dev.parley.channel.TestNode.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Since;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to an edge when its last member leaves, and to who comes a moment too late. */
class RetiredEdgeTests {

  private final TwoNodes nodes = new TwoNodes();
  private final Backlog log = new LogBacklog(nodes.store, TestNode.NAMESPACES);
  private final List<ChannelName> retired = new ArrayList<>();
  private final List<String> retries = new ArrayList<>();
  private final EdgeContext context = TestNode.context(nodes.timer, new Tally(), retired::add);
  private final Edge edge = new Edge(LOBBY, log, context);
  private final Listener alice = new Listener(new ManualLane());
  private final Listener bob = new Listener(new ManualLane());

  @Test
  void whoComesTooLateIsSentElsewhere() {
    Subscription first = subscription(alice);
    add(first, "alice");
    edge.remove(first);
    add(subscription(bob), "bob");

    assertThat(retired).containsExactly(LOBBY);
    assertThat(retries).containsExactly("bob");
    assertThat(bob.joined()).isEmpty();
    assertThat(nodes.interestedIn(LOBBY)).isEmpty();
  }

  @Test
  void whoComesJustInTimeKeepsIt() {
    Subscription first = subscription(alice);
    add(first, "alice");
    nodes.store.hold();
    edge.remove(first);
    add(subscription(bob), "bob");
    nodes.store.release();

    assertThat(retired).isEmpty();
    assertThat(retries).isEmpty();
    assertThat(bob.joined()).isPresent();
    assertThat(nodes.interestedIn(LOBBY)).containsExactly("here");
  }

  @Test
  void edgeThatWasMadeForWhoIsGoneAlreadyGoesToo() {
    Subscription gone = subscription(alice);
    gone.wanted = false;
    add(gone, "alice");

    assertThat(retired).containsExactly(LOBBY);
    assertThat(retries).isEmpty();
    assertThat(alice.joined()).isEmpty();
    assertThat(nodes.memory.size()).isZero();
  }

  @Test
  void whoIsGoneAlreadyIsNotCountedInOrOut() {
    add(subscription(bob), "bob");
    Subscription gone = subscription(alice);
    gone.wanted = false;
    add(gone, "alice");
    edge.remove(gone);
    edge.remove(gone);

    assertThat(retired).isEmpty();
    assertThat(nodes.interestedIn(LOBBY)).containsExactly("here");
  }

  private void add(Subscription subscription, String name) {
    edge.add(subscription, new Since.Now(), () -> retries.add(name));
  }

  private Subscription subscription(Listener listener) {
    return new Subscription(LOBBY, listener, log, context.tally());
  }
}
