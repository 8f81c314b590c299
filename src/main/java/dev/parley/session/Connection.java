package dev.parley.session;

import dev.parley.protocol.OutFrame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket, whichever door it came through. Nothing here blocks, and nothing throws: a connection
 * that fails tells its session that it is gone.
 */
public interface Connection {

  /**
   * Writes a frame as one WebSocket message, after those before it. Called in the session's lane.
   *
   * @param more another frame follows at once, so that both may leave in one write
   * @param done called once, on any thread, when this frame and all before it have been handed to
   *     the network, or never will be; null where nobody asks
   */
  void write(OutFrame frame, boolean more, @Nullable Runnable done);

  /** Sends a WebSocket ping, RFC 6455 section 5.5.2; false where the transport has none. */
  boolean ping();

  /** Closes with a code, RFC 6455 section 7.4, after what was written. */
  void close(int code, String reason);

  /** Ends the connection at once, whatever still waits. */
  void abort();

  /** How the client came in, as logs have it: {@code fast}, {@code sockjs-xhr-polling}. */
  String door();

  /** Whether only text can be sent (SockJS). */
  boolean textOnly();

  /** STOMP heart-beats will be written so often: a transport with its own may leave them out. */
  default void hearsEvery(Duration interval) {}

  /** Stops and resumes reading, so that a client is slowed down by its own connection. */
  void pauseReading(boolean pause);
}
