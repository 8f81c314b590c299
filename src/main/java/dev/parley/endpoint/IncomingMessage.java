package dev.parley.endpoint;

import dev.parley.protocol.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of a WebSocket message together, RFC 6455 section 5.4. That they come in the
 * right order the door's own reader has checked.
 */
public final class IncomingMessage {

  /** What a frame is part of, RFC 6455 section 5.2. */
  public enum Kind {
    TEXT,
    BINARY,
    CONTINUATION
  }

  private final long mostBytes;
  private @Nullable ByteArrayOutputStream pieces;
  private boolean text;

  /**
   * @param mostBytes of one message; 0: no limit
   */
  public IncomingMessage(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * The bytes of the message, if this frame is its last.
   *
   * @throws WebSocketViolation for a message that is too long, and for text that is not UTF-8
   */
  public Optional<byte[]> add(Kind kind, boolean last, byte[] piece) {
    if (kind != Kind.CONTINUATION) {
      text = kind == Kind.TEXT;
    }
    int before = pieces == null ? 0 : pieces.size();
    if (mostBytes > 0 && before + piece.length > mostBytes) {
      throw new WebSocketViolation(
          WebSocketViolation.TOO_BIG, "Message larger than " + mostBytes + " bytes");
    }
    if (!last) {
      if (pieces == null) {
        pieces = new ByteArrayOutputStream();
      }
      pieces.writeBytes(piece);
      return Optional.empty();
    }
    byte[] whole = piece;
    if (pieces != null) {
      pieces.writeBytes(piece);
      whole = pieces.toByteArray();
      pieces = null;
    }
    if (text && !Utf8.isValid(whole)) {
      throw new WebSocketViolation(WebSocketViolation.NOT_UTF8, "Text that is not UTF-8");
    }
    return Optional.of(whole);
  }
}
