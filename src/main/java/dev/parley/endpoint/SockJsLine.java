package dev.parley.endpoint;

import dev.parley.identity.BearerToken;
import java.util.List;
import java.util.Optional;
import org.springframework.web.socket.CloseStatus;

/**
 * What lies between a {@link SockJsConnection} and its client: Spring's SockJS session of one
 * transport. Frames over HTTP can only be written while the client asks for them, so a line may be
 * silent for a while; it says so instead of keeping them, and tells when it is ready again.
 */
interface SockJsLine {

  /** The connection behind the line; made when the session opens. */
  SockJsConnection connection();

  void connection(SockJsConnection connection);

  /** What the request brought that opened the session; once. */
  Optional<BearerToken> takeToken();

  /**
   * Writes messages as one SockJS frame; may block. Not from two threads at once.
   *
   * @return false if nothing was written because the client is not asking now
   */
  boolean send(List<String> messages);

  /**
   * Writes the close frame and ends the session; may block.
   *
   * @return false if nothing was done because the client is not asking now
   */
  boolean end(CloseStatus status);

  /** Ends the session without a word, even where a write hangs; may block. */
  void cut();

  /** As clients name it: {@code websocket}, {@code xhr-polling}. */
  String way();

  /** Whether nothing can be written any more. */
  boolean isClosed();

  /** No heart-beats of SockJS any more, because there are others. */
  void disableHeartbeat();

  /** Stops and resumes taking messages in; never blocks. */
  void pauseReading(boolean pause);
}
