package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** What a client has to check in a 101 (RFC 6455 section 4.1). */
final class UpgradeCheck {

  private UpgradeCheck() {}

  /** Throws {@link WireViolation} for an answer that a client has to fail. */
  static void check(Handshake asked, HttpAnswer answer) {
    String key = asked.header("Sec-WebSocket-Key").orElse("");
    check(answer.header("Sec-WebSocket-Accept").equals(Optional.of(accept(key))), "accept", answer);
    Optional<String> upgrade = answer.header("Upgrade");
    check(upgrade.filter("websocket"::equalsIgnoreCase).isPresent(), "upgrade", answer);
    Optional<String> chosen = answer.header("Sec-WebSocket-Protocol");
    String offered = asked.header("Sec-WebSocket-Protocol").orElse("");
    boolean known = Arrays.asList(offered.split(",\\s*")).contains(chosen.orElse(""));
    check(chosen.isEmpty() || known, "subprotocol", answer);
    boolean extended = answer.header("Sec-WebSocket-Extensions").isPresent();
    check(!extended || asked.header("Sec-WebSocket-Extensions").isPresent(), "extension", answer);
  }

  static String accept(String key) {
    try {
      String joined = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(joined.getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }

  private static void check(boolean holds, String what, HttpAnswer answer) {
    if (!holds) {
      throw new WireViolation("wrong " + what + " in " + answer);
    }
  }
}
