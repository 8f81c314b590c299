package dev.parley.wire.kit;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** JSON strings and arrays of them (RFC 8259 section 7), which is all that SockJS frames hold. */
final class JsonText {

  private final String json;
  private int at;

  private JsonText(String json) {
    this.json = json;
  }

  /** The text in quotes; control characters, line separators and lone surrogates as escapes. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (c < ' ' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  static String array(List<String> texts) {
    return "[" + String.join(",", texts.stream().map(JsonText::quote).toList()) + "]";
  }

  /** Reads {@code ["a","b"]}; throws {@link IllegalArgumentException} for any other shape. */
  static List<String> strings(String array) {
    JsonText text = new JsonText(array);
    List<String> strings = new ArrayList<>();
    text.expect('[');
    if (!text.follows(']')) {
      do {
        strings.add(text.string());
      } while (text.follows(','));
      text.expect(']');
    }
    text.expectEnd();
    return strings;
  }

  /** Reads {@code [3000,"Go away!"]}. */
  static Closed closed(String array) {
    JsonText text = new JsonText(array);
    text.expect('[');
    int code = text.number();
    text.expect(',');
    Closed closed = new Closed(code, text.string());
    text.expect(']');
    text.expectEnd();
    return closed;
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw broken("a bare control character");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) HexFormat.fromHexDigits("" + next() + next() + next() + next());
      default -> throw broken("an unknown escape");
    };
  }

  private int number() {
    int start = at;
    while (at < json.length() && Character.isDigit(json.charAt(at))) {
      at++;
    }
    return Integer.parseInt(json.substring(start, at));
  }

  private char next() {
    if (at == json.length()) {
      throw broken("an early end");
    }
    return json.charAt(at++);
  }

  private boolean follows(char c) {
    boolean follows = at < json.length() && json.charAt(at) == c;
    at += follows ? 1 : 0;
    return follows;
  }

  private void expect(char c) {
    if (!follows(c)) {
      throw broken("no " + c);
    }
  }

  private void expectEnd() {
    if (at < json.length()) {
      throw broken("more than one value");
    }
  }

  private IllegalArgumentException broken(String why) {
    return new IllegalArgumentException(why + " at " + at + " in " + json);
  }
}
