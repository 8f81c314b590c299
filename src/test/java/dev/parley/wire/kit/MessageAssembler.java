package dev.parley.wire.kit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Puts a server's data frames together and judges all its frames as RFC 6455 section 5 has it; no
 * extension is understood.
 */
final class MessageAssembler {

  private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
  private int opcode;

  /** The message that this data frame completes. */
  Optional<WireMessage> add(WebSocketFrame frame) {
    check(frame.opcode() <= WebSocketFrame.BINARY, "unknown opcode", frame);
    boolean first = frame.opcode() != WebSocketFrame.CONTINUATION;
    check(first == (opcode == 0), first ? "a message inside another" : "nothing to go on", frame);
    opcode = first ? frame.opcode() : opcode;
    parts.writeBytes(frame.payload());
    if (!frame.fin()) {
      return Optional.empty();
    }
    WireMessage message = new WireMessage(parts.toByteArray(), opcode == WebSocketFrame.BINARY);
    check(message.binary() || isUtf8(message.bytes()), "text that is not UTF-8", frame);
    parts.reset();
    opcode = 0;
    return Optional.of(message);
  }

  static void checkFlags(WebSocketFrame frame) {
    check(!frame.masked(), "a server must not mask", frame);
    check(frame.rsv() == 0, "reserved bits without an extension", frame);
    if (frame.opcode() >= WebSocketFrame.CLOSE) {
      check(frame.fin(), "a control frame in fragments", frame);
      check(frame.payload().length < 126, "a control frame beyond 125 bytes", frame);
      check(frame.opcode() <= WebSocketFrame.PONG, "unknown opcode", frame);
    }
  }

  /** The code and reason of a close frame (RFC 6455 sections 5.5.1 and 7.4). */
  static Closed closed(WebSocketFrame frame) {
    if (frame.payload().length == 0) {
      return new Closed(Closed.WITHOUT_CODE, "");
    }
    check(frame.payload().length >= 2, "half a close code", frame);
    int code = ByteBuffer.wrap(frame.payload()).getShort() & 0xffff;
    boolean reserved =
        code < 1000 || code >= 5000 || (code >= 1004 && code <= 1006) || code == 1015;
    check(!reserved, "close code " + code + " must not be sent", frame);
    byte[] reason = new byte[frame.payload().length - 2];
    System.arraycopy(frame.payload(), 2, reason, 0, reason.length);
    check(isUtf8(reason), "a close reason that is not UTF-8", frame);
    return new Closed(code, new String(reason, StandardCharsets.UTF_8));
  }

  static boolean isUtf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)) != null;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static void check(boolean holds, String broken, WebSocketFrame frame) {
    if (!holds) {
      throw new WireViolation(broken + ": " + frame);
    }
  }
}
