package dev.parley.endpoint;

import dev.parley.protocol.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.function.Predicate;
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
   * Hands the message on if this frame is its last: whole, or, where it was compressed, in pieces,
   * so that a few bytes do not become very many before anybody looks at them.
   *
   * @param marked the frame says that its message is compressed, RFC 7692 section 6; only where
   *     that was agreed on
   * @param reader false: it has refused what it has got and wants no more of this message
   * @throws WebSocketViolation for a message that is too long, as it comes or inflated, for text
   *     that is not UTF-8, and for a mark that is not at the beginning
   */
  public void add(Kind kind, boolean marked, boolean last, byte[] piece, Predicate<byte[]> reader) {
    if (kind != Kind.CONTINUATION) {
      text = kind == Kind.TEXT;
      compressed = marked;
    } else if (marked) {
      throw WebSocketViolation.ofProtocol("A mark inside a message");
    }
    int before = pieces == null ? 0 : pieces.size();
    if (mostBytes > 0 && before + piece.length > mostBytes) {
      throw WebSocketViolation.ofSize(mostBytes);
    }
    if (last) {
      handOn(whole(piece), reader);
      return;
    }
    if (pieces == null) {
      pieces = new ByteArrayOutputStream();
    }
    pieces.writeBytes(piece);
  }

  private byte[] whole(byte[] last) {
    if (pieces == null) {
      return last;
    }
    pieces.writeBytes(last);
    byte[] whole = pieces.toByteArray();
    pieces = null;
    return whole;
  }

  private void handOn(byte[] whole, Predicate<byte[]> reader) {
    if (compressed) {
      new InflatedMessage(text, mostBytes, reader).read(whole);
      return;
    }
    if (text && !Utf8.isValid(whole)) {
      throw WebSocketViolation.ofText();
    }
    // Whether more is wanted: this is all.
    boolean _ = reader.test(whole);
  }
}
