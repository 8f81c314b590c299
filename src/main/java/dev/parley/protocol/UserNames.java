package dev.parley.protocol;

import java.nio.charset.StandardCharsets;

/**
 * How a user's name is written where not every character may stand.
 *
 * <p>A user is 1 to 128 characters without control characters, and never {@code server}, which is
 * the sender of what backends publish.
 */
public final class UserNames {

  /** The sender of messages that no user published. */
  public static final String SERVER = "server";

  private static final int LONGEST = 128;

  /** A character takes at most three bytes of UTF-8, and each of them three of a channel name. */
  static final int LONGEST_IN_CHANNEL_NAME = LONGEST * 3 * 3;

  private static final String HEX = "0123456789abcdef";

  private UserNames() {}

  /** Whether the text may be the {@code sub} of a token. */
  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > LONGEST || text.equals(SERVER)) {
      return false;
    }
    return text.codePoints().noneMatch(UserNames::isForbidden);
  }

  private static boolean isForbidden(int codePoint) {
    return Character.isISOControl(codePoint)
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }

  /** Each UTF-8 byte outside {@code [A-Za-z0-9_-]} as {@code ~hh}. */
  public static String inChannelName(String user) {
    StringBuilder out = new StringBuilder(user.length() + 8);
    for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(b)) {
        out.append((char) b);
      } else {
        out.append('~').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
      }
    }
    return out.toString();
  }

  /** The name as it stands in a STOMP destination: plain, but {@code /} as {@code %2F}. */
  public static String inDestination(String user) {
    return user.replace("/", "%2F");
  }

  /** The name behind what stands in a destination. */
  public static String fromDestination(String text) {
    return text.replace("%2F", "/");
  }

  private static boolean isPlain(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || b == '-';
  }
}
