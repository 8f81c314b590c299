package dev.parley.session;

import dev.parley.protocol.RefusalCode;
import java.util.Optional;

/**
 * How the service ends a session.
 *
 * @param closeCode RFC 6455 section 7.4
 * @param reason empty where the client asked for it
 * @param since when it began, of {@link System#nanoTime}
 */
record Ending(int closeCode, Optional<RefusalCode> reason, long since) {

  private static final int NORMAL = 1000;

  static Ending normal() {
    return new Ending(NORMAL, Optional.empty(), System.nanoTime());
  }

  static Ending because(RefusalCode reason) {
    return new Ending(reason.closeCode(), Optional.of(reason), System.nanoTime());
  }

  /** The reason of the close frame. */
  String words() {
    return reason.map(RefusalCode::wire).orElse("");
  }
}
