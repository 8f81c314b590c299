package dev.parley.wire.kit;

import java.time.Duration;
import java.util.Optional;

/**
 * A way for messages to and from the server, whatever carries them. One test thread sends and
 * reads; a thread of the wire receives. Sending on a dead wire throws {@link
 * java.io.UncheckedIOException}; there is no bound on how long a send may block.
 */
public interface Wire extends AutoCloseable {

  /** Sends one text message. */
  void send(String text);

  /** Sends one binary message; throws {@link UnsupportedOperationException} over SockJS. */
  void send(byte[] bytes);

  /** Whether binary messages can be sent and may arrive. */
  boolean carriesBinary();

  /**
   * The next message in order; empty if none comes in time or the wire has ended. Throws {@link
   * WireViolation} where the server broke the protocol.
   */
  Optional<WireMessage> next(Duration wait);

  /** How the server ended the wire; empty if it does not in time. Takes no message away. */
  Optional<Closed> closed(Duration wait);

  /** Reads nothing more: what the server sends piles up on its side. */
  void stopReading();

  void resumeReading();

  /** Vanishes without a word: the connection ends, and no close is sent. */
  void cut();

  /** Ends politely; waits for the server for a while, never fails. */
  @Override
  void close();

  /** Ends so that the server notices at once; where only STOMP can tell it, by DISCONNECT. */
  default void leave() {
    close();
  }

  /** The next message; its absence fails the test. */
  default WireMessage next() {
    return next(Deadline.USUAL)
        .orElseThrow(() -> new AssertionError("no message; closed: " + closed(Duration.ZERO)));
  }

  /** How the server ended the wire; a wire that stays open fails the test. */
  default Closed closed() {
    return closed(Deadline.USUAL).orElseThrow(() -> new AssertionError("the wire stays open"));
  }
}
