package dev.parley.session;

import dev.parley.protocol.OutFrame;
import dev.parley.protocol.StompVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Frames that can be told apart. */
final class Frames {

  private static final int HEAD = "MESSAGE\ncontent-length:12345\n\n".length();

  private Frames() {}

  static OutFrame saying(String text) {
    return message(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A frame of so many bytes; from 11 to 100 KB. */
  static OutFrame ofSize(int bytes) {
    OutFrame frame = message(new byte[bytes - HEAD - 1]);
    if (frame.size() != bytes) {
      throw new IllegalArgumentException("only from 11 to 100 KB");
    }
    return frame;
  }

  /** The body of a MESSAGE, the {@code code} of an ERROR, or the whole. */
  static String said(OutFrame frame) {
    String text = new String(frame.bytes(), StandardCharsets.UTF_8);
    if (text.startsWith("ERROR\n")) {
      return "ERROR " + text.lines().filter(line -> line.startsWith("code:")).findFirst().get();
    }
    return text.startsWith("MESSAGE\n")
        ? text.substring(text.indexOf("\n\n") + 2, text.length() - 1)
        : text;
  }

  private static OutFrame message(byte[] body) {
    return OutFrame.of(StompVersion.V1_2, "MESSAGE", Map.of(), body);
  }
}
