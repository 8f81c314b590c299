package dev.parley.wire.kit;

import java.util.List;
import java.util.Map;

/** What every frame of a server has to hold (STOMP 1.2, "Server Frames"). */
final class StompRules {

  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "CONNECTED", List.of(),
          "MESSAGE", List.of("destination", "message-id"),
          "RECEIPT", List.of("receipt-id"),
          "ERROR", List.of());

  private StompRules() {}

  /** Throws {@link WireViolation} for a frame that no server may send in that version. */
  static void check(StompFrame frame, StompVersion version) {
    List<String> required = REQUIRED.get(frame.command());
    if (required == null) {
      throw new WireViolation("not a frame of a server: " + frame);
    }
    for (String name : required) {
      check(frame.header(name).isPresent(), "no " + name, frame);
    }
    if (version != StompVersion.V1_0) {
      boolean message = frame.command().equals("MESSAGE");
      check(!message || frame.header("subscription").isPresent(), "no subscription", frame);
    }
    long names = frame.headers().stream().map(Header::name).distinct().count();
    check(names == frame.headers().size(), "a header twice", frame);
  }

  private static void check(boolean holds, String broken, StompFrame frame) {
    if (!holds) {
      throw new WireViolation(broken + " in " + frame);
    }
  }
}
