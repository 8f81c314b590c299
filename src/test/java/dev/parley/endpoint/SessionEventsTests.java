package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.simp.SimpAttributes;
import org.springframework.messaging.simp.SimpAttributesContextHolder;
import org.springframework.web.socket.messaging.SessionDisconnectEvent;

/** Spring's session events when listeners are slow or fail, and when the service stops. */
class SessionEventsTests {

  private final SmallNode node =
      new SmallNode(new MemoryStore(InstantSource.system(), Duration.ofMinutes(1)));
  private final Conversation alice = node.session("alice", new KeptFrames());

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void slowListenerHoldsNobodyBackAndIsWaitedForAtTheStop() {
    CountDownLatch begun = new CountDownLatch(1);
    List<Object> heard = new CopyOnWriteArrayList<>();
    SessionEvents events =
        new SessionEvents(
            event -> {
              await(begun);
              heard.add(event);
            });
    events.start();
    events.disconnected(alice.session(), alice, 1000);
    assertThat(heard).isEmpty();
    begun.countDown();
    events.stop();
    assertThat(heard).singleElement().isInstanceOf(SessionDisconnectEvent.class);
    assertThat(events.isRunning()).isFalse();
  }

  @Test
  void failingListenerKeepsNothingFromTheNextEvent() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    SessionEvents events =
        new SessionEvents(
            event -> {
              heard.add(event);
              throw new IllegalStateException("listener");
            });
    events.disconnected(alice.session(), alice, 1000);
    events.disconnected(alice.session(), alice, 1000);
    events.stop();
    assertThat(heard).hasSize(2);
  }

  @Test
  void afterTheStopEventsAreDroppedUntilTheNextStart() {
    List<Object> heard = new CopyOnWriteArrayList<>();
    SessionEvents events = new SessionEvents(heard::add);
    events.stop();
    events.disconnected(alice.session(), alice, 1000);
    assertThat(heard).isEmpty();
    events.start();
    events.disconnected(alice.session(), alice, 1000);
    events.stop();
    assertThat(heard).hasSize(1);
  }

  @Test
  void whatTheSessionKeptIsThrownAwayAfterItsListeners() {
    List<String> order = new CopyOnWriteArrayList<>();
    alice.attributes().put("key", "kept");
    new SimpAttributes(alice.session().id(), alice.attributes())
        .registerDestructionCallback("key", () -> order.add("destroyed"));
    SessionEvents events =
        new SessionEvents(
            event ->
                order.add(
                    "heard "
                        + SimpAttributesContextHolder.currentAttributes().getAttribute("key")));
    events.disconnected(alice.session(), alice, 1006);
    events.stop();
    assertThat(order).containsExactly("heard kept", "destroyed");
    assertThat(alice.attributes()).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException end) {
      throw new AssertionError(end);
    }
  }
}
