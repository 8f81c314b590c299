package dev.parley.wire.kit;

/** One header line of a STOMP frame or an HTTP head, as it was written; nothing is checked. */
public record Header(String name, String value) {

  /** Splits at the first colon, so that {@code since:last:5} names {@code since}. */
  public static Header of(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a header without colon: " + line);
    }
    return new Header(line.substring(0, colon), line.substring(colon + 1));
  }

  @Override
  public String toString() {
    return name + ":" + value;
  }
}
