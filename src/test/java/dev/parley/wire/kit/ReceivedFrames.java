package dev.parley.wire.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The frames that a wire brought, in order: all of them for the record, and those that no test has
 * asked for yet. Every wait has a deadline and fails with the whole record.
 */
final class ReceivedFrames {

  private final Wire wire;
  private final List<StompFrame> all = new ArrayList<>();
  private final BitSet waiting = new BitSet();
  private int taken = -1;
  private Duration patience = Deadline.USUAL;
  private StompVersion version;
  private int heartBeats;

  ReceivedFrames(Wire wire, StompVersion version) {
    this.wire = wire;
    this.version = version;
  }

  void version(StompVersion agreed) {
    version = agreed;
  }

  void patience(Duration wait) {
    patience = wait;
  }

  List<StompFrame> all() {
    return List.copyOf(all);
  }

  /** Whether everything that came was asked for. */
  boolean allTaken() {
    return waiting.isEmpty();
  }

  /** What came before the frame that was taken last. */
  List<StompFrame> beforeTaken() {
    return Collections.unmodifiableList(all.subList(0, taken));
  }

  /** Whether nothing came after the frame that was taken last. */
  boolean takenIsLast() {
    return taken == all.size() - 1;
  }

  /** Takes the first frame that matches, leaving others; an ERROR not asked for fails at once. */
  StompFrame take(Predicate<StompFrame> wanted, String what) {
    Deadline deadline = Deadline.in(patience);
    int seen = 0;
    while (true) {
      boolean error = false;
      for (int i = waiting.nextSetBit(seen); i >= 0; i = waiting.nextSetBit(i + 1)) {
        if (wanted.test(all.get(i))) {
          taken = i;
          waiting.clear(i);
          return all.get(i);
        }
        error |= all.get(i).is("ERROR");
      }
      if (error) {
        throw failure("an ERROR came instead of " + what);
      }
      seen = all.size();
      if (!pull(deadline)) {
        throw failure("no " + what + " within " + patience);
      }
    }
  }

  /** Waits for a heart-beat from now on. */
  void awaitHeartBeat() {
    Deadline deadline = Deadline.in(patience);
    int before = heartBeats;
    while (heartBeats == before) {
      if (!pull(deadline)) {
        throw failure("no heart-beat within " + patience);
      }
    }
  }

  /** Takes in all that comes until the server ends the wire. */
  Closed takeUntilClosed() {
    Deadline deadline = Deadline.in(patience);
    while (pull(deadline)) {
      // Each pull keeps what it brought.
    }
    return wire.closed(deadline.left()).orElseThrow(() -> failure("the wire stays open"));
  }

  AssertionError failure(String what) {
    String end = wire.closed(Duration.ZERO).map(Closed::toString).orElse("open");
    StringBuilder message = new StringBuilder(what).append("; wire: ").append(end);
    message.append("; received so far, in order (+ not asked for yet):");
    for (int i = 0; i < all.size(); i++) {
      message.append(waiting.get(i) ? "\n  + " : "\n    ").append(all.get(i));
    }
    return new AssertionError(message.toString());
  }

  /** False when the deadline is over or the wire has ended. */
  private boolean pull(Deadline deadline) {
    Optional<WireMessage> message = wire.next(deadline.left());
    message.ifPresent(this::add);
    return message.isPresent();
  }

  private void add(WireMessage message) {
    List<StompFrame> frames;
    try {
      frames = StompFrame.parse(message.bytes(), version);
    } catch (IllegalArgumentException e) {
      throw new AssertionError(failure("not STOMP: " + e.getMessage()).getMessage(), e);
    }
    heartBeats += frames.isEmpty() ? 1 : 0;
    waiting.set(all.size(), all.size() + frames.size());
    all.addAll(frames);
    frames.forEach(frame -> StompRules.check(frame, version));
  }
}
