package dev.parley.protocol;

import java.util.Optional;

/** The versions of STOMP spoken here, and what differs between them: the escaping of headers. */
public enum StompVersion {
  V1_0("1.0"),
  V1_1("1.1"),
  V1_2("1.2");

  private final String number;

  StompVersion(String number) {
    this.number = number;
  }

  /** As it stands in the {@code version} header. */
  public String number() {
    return number;
  }

  /**
   * The newest version that both sides speak, by the {@code accept-version} of CONNECT. A CONNECT
   * without that header speaks 1.0, as STOMP 1.2 section "Protocol Negotiation" has it.
   */
  public static Optional<StompVersion> negotiate(Optional<String> acceptVersion) {
    if (acceptVersion.isEmpty()) {
      return Optional.of(V1_0);
    }
    StompVersion best = null;
    for (String wanted : acceptVersion.get().split(",", -1)) {
      for (StompVersion version : values()) {
        boolean newer = best == null || version.compareTo(best) > 0;
        if (newer && version.number.equals(wanted.strip())) {
          best = version;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /** A header name or value as this version writes it. */
  String escape(String text) {
    if (this == V1_0) {
      return withoutLineEnds(text);
    }
    int first = firstToEscape(text);
    if (first < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 8).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case ':' -> out.append("\\c");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append(this == V1_2 ? "\\r" : "");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** What an escaped header means; empty where it has an escape that STOMP does not define. */
  static Optional<String> unescape(String text) {
    int slash = text.indexOf('\\');
    if (slash < 0) {
      return Optional.of(text);
    }
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, slash);
    boolean escaped = false;
    for (int i = slash; i < text.length(); i++) {
      char c = text.charAt(i);
      if (escaped) {
        int meant = "nrc\\".indexOf(c);
        if (meant < 0) {
          return Optional.empty();
        }
        out.append("\n\r:\\".charAt(meant));
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else {
        out.append(c);
      }
    }
    return escaped ? Optional.empty() : Optional.of(out.toString());
  }

  /** 1.0 has no escapes: what would end the header line is left out rather than forged. */
  private static String withoutLineEnds(String text) {
    return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
        ? text
        : text.replace("\n", "").replace("\r", "");
  }

  private static int firstToEscape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == ':' || c == '\n' || c == '\r') {
        return i;
      }
    }
    return -1;
  }
}
