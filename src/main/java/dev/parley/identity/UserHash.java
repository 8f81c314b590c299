package dev.parley.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What stands for a user in a log: the first 12 hex digits of the SHA-256 of the name, the same on
 * every node, so that lines of one user are found by whoever knows the name. It hides a name from
 * who reads along and not from who guesses it: names that are few can be tried.
 */
public final class UserHash {

  private static final int BYTES = 6;

  private UserHash() {}

  public static String of(String name) {
    byte[] digest = sha256().digest(name.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
