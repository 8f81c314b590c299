package dev.parley.endpoint;

import dev.parley.protocol.MessageDeflate;
import dev.parley.protocol.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.zip.DataFormatException;
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
  private boolean compressed;

  /**
   * @param mostBytes of one message; 0: no limit
   */
  public IncomingMessage(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * The bytes of the message, if this frame is its last.
   *
   * @param marked the frame says that its message is compressed, RFC 7692 section 6; only where
   *     that was agreed on
   * @throws WebSocketViolation for a message that is too long, for text that is not UTF-8, and for
   *     a mark that is not at the beginning
   */
  public Optional<byte[]> add(Kind kind, boolean marked, boolean last, byte[] piece) {
    if (kind != Kind.CONTINUATION) {
      text = kind == Kind.TEXT;
      compressed = marked;
    } else if (marked) {
      throw new WebSocketViolation(WebSocketViolation.PROTOCOL, "A mark inside a message");
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
    if (compressed) {
      whole = inflated(whole);
    }
    if (text && !Utf8.isValid(whole)) {
      throw new WebSocketViolation(WebSocketViolation.NOT_UTF8, "Text that is not UTF-8");
    }
    return Optional.of(whole);
  }

  private byte[] inflated(byte[] whole) {
    try {
      return MessageDeflate.inflate(whole, mostBytes);
    } catch (MessageDeflate.TooLong tooLong) {
      throw new WebSocketViolation(WebSocketViolation.TOO_BIG, "Too large when inflated");
    } catch (DataFormatException nonsense) {
      throw new WebSocketViolation(WebSocketViolation.NOT_UTF8, "Not compressed as it says");
    }
  }
}
