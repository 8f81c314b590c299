package dev.parley.wire.kit;

/** How a version of STOMP writes header values (STOMP 1.1 and 1.2, "Value Encoding"). */
public enum StompVersion {
  V1_0("1.0", "", ""),
  V1_1("1.1", "\\\n:", "\\nc"),
  V1_2("1.2", "\\\r\n:", "\\rnc");

  private final String number;
  private final String plain;
  private final String letters;

  StompVersion(String number, String plain, String letters) {
    this.number = number;
    this.plain = plain;
    this.letters = letters;
  }

  /** As in {@code accept-version} and {@code version}. */
  public String number() {
    return number;
  }

  /** The WebSocket subprotocol of this version. */
  public String subprotocol() {
    return "v" + number.replace(".", "") + ".stomp";
  }

  /** The version with that number; throws {@link IllegalArgumentException} for any other. */
  public static StompVersion numbered(String number) {
    for (StompVersion version : values()) {
      if (version.number.equals(number)) {
        return version;
      }
    }
    throw new IllegalArgumentException("no STOMP version " + number);
  }

  String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int at = plain.indexOf(c);
      if (at < 0) {
        escaped.append(c);
      } else {
        escaped.append('\\').append(letters.charAt(at));
      }
    }
    return escaped.toString();
  }

  /** Throws {@link IllegalArgumentException} for an escape that this version does not define. */
  String unescape(String text) {
    if (this == V1_0 || text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plainText = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        int at = i < text.length() ? letters.indexOf(text.charAt(i)) : -1;
        if (at < 0) {
          throw new IllegalArgumentException("undefined escape in header \"" + text + "\"");
        }
        c = plain.charAt(at);
      }
      plainText.append(c);
    }
    return plainText.toString();
  }
}
