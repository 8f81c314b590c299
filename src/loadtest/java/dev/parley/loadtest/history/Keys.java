package dev.parley.loadtest.history;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message is called by its publisher: the client's number and a number of its own, as text
 * {@code {client}.{message}}. It is the idempotency key, and the body begins with it.
 */
public final class Keys {

  /** Of a body that begins with no key. */
  public static final long UNKNOWN = -1;

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?: .*)?");

  private Keys() {}

  public static long of(int client, int message) {
    return (long) client << 32 | message;
  }

  public static String text(long key) {
    return key == UNKNOWN ? "?" : (key >>> 32) + "." + (key & 0xffffffffL);
  }

  /** The key that a body begins with. */
  public static long parse(String body) {
    Matcher matcher = TEXT.matcher(body);
    return matcher.matches()
        ? of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : UNKNOWN;
  }
}
