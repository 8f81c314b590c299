package dev.parley.endpoint;

import dev.parley.protocol.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of a WebSocket message together, RFC 6455 section 5.4. That they come in the
 * right order Jetty has checked.
 */
final class IncomingMessage {

  private final long mostBytes;
  private @Nullable ByteArrayOutputStream pieces;
  private boolean text;

  /**
   * @param mostBytes of one message; 0: no limit
   */
  IncomingMessage(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * The bytes of the message, if this frame is its last.
   *
   * @throws MessageTooLargeException closes with 1009
   * @throws BadPayloadException closes with 1007
   */
  Optional<byte[]> add(Frame frame) {
    if (frame.getOpCode() != OpCode.CONTINUATION) {
      text = frame.getOpCode() == OpCode.TEXT;
    }
    byte[] piece = payload(frame);
    int before = pieces == null ? 0 : pieces.size();
    if (mostBytes > 0 && before + piece.length > mostBytes) {
      throw new MessageTooLargeException("Message larger than " + mostBytes + " bytes");
    }
    if (!frame.isFin()) {
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
      throw new BadPayloadException("Text that is not UTF-8");
    }
    return Optional.of(whole);
  }

  static byte[] payload(Frame frame) {
    ByteBuffer payload = frame.getPayload();
    byte[] bytes = new byte[payload == null ? 0 : payload.remaining()];
    if (payload != null) {
      payload.get(bytes);
    }
    return bytes;
  }
}
