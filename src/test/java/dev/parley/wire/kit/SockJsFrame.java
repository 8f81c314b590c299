package dev.parley.wire.kit;

import java.util.List;

/** A frame of the SockJS protocol, version 0.3.3, as the server sends it on every transport. */
public sealed interface SockJsFrame {

  /** {@code o}: the session is new. */
  record Opened() implements SockJsFrame {}

  /** {@code h}, also the prelude of many of them that xhr-streaming begins with. */
  record HeartBeat() implements SockJsFrame {}

  /** {@code a["…"]}: one or several messages. */
  record Texts(List<String> texts) implements SockJsFrame {}

  /** {@code c[code,"reason"]}: the session is over. */
  record Ended(Closed closed) implements SockJsFrame {}

  /** Throws {@link WireViolation} for anything else. */
  static SockJsFrame parse(String frame) {
    try {
      return switch (frame.isEmpty() ? ' ' : frame.charAt(0)) {
        case 'a' -> new Texts(JsonText.strings(frame.substring(1)));
        case 'c' -> new Ended(JsonText.closed(frame.substring(1)));
        case 'o' -> exactly(frame, "o", new Opened());
        case 'h' -> exactly(frame, "h".repeat(frame.length()), new HeartBeat());
        default -> throw new IllegalArgumentException("no frame type");
      };
    } catch (IllegalArgumentException e) {
      throw new WireViolation("not a SockJS frame (" + e.getMessage() + "): " + frame);
    }
  }

  private static SockJsFrame exactly(String frame, String expected, SockJsFrame parsed) {
    if (!frame.equals(expected)) {
      throw new IllegalArgumentException("more than its letter");
    }
    return parsed;
  }
}
