package dev.parley.endpoint;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether messages may be compressed, RFC 7692, and what is agreed on with a client. Always without
 * context takeover: neither side keeps anything between messages, so that a connection costs no
 * more and a message is compressed once for all.
 *
 * @param compression off by default: most messages are short, and a processor is dearer than a line
 */
@ConfigurationProperties("parley")
public record Compression(@DefaultValue("false") boolean compression) {

  static final String EXTENSION = "permessage-deflate";
  private static final String AGREED =
      EXTENSION + "; server_no_context_takeover; client_no_context_takeover";

  /** The window of the compressor that we have, in bits; a smaller one cannot be promised. */
  private static final String WINDOW = "server_max_window_bits=15";

  private static final Set<String> TAKEN =
      Set.of("server_no_context_takeover", "client_no_context_takeover", "client_max_window_bits");

  /**
   * The answer to the offers of a handshake, RFC 7692 section 7.1: the first that can be taken.
   *
   * @param offers the values of {@code Sec-WebSocket-Extensions}
   */
  public Optional<String> answer(List<String> offers) {
    if (!compression) {
      return Optional.empty();
    }
    return offers.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(offer -> Arrays.stream(offer.split(";", -1)).map(Compression::plain).toList())
        .filter(parts -> parts.getFirst().equals(EXTENSION))
        .map(parts -> parts.subList(1, parts.size()))
        .filter(Compression::isTakeable)
        .map(wishes -> wishes.contains(WINDOW) ? AGREED + "; " + WINDOW : AGREED)
        .findFirst();
  }

  private static boolean isTakeable(List<String> wishes) {
    Set<String> names = new HashSet<>();
    for (String wish : wishes) {
      String name = wish.split("=", 2)[0];
      boolean known = TAKEN.contains(wish) || wish.equals(WINDOW) || isClientWindow(wish);
      if (!known || !names.add(name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isClientWindow(String wish) {
    return wish.matches("client_max_window_bits=([89]|1[0-5])");
  }

  private static String plain(String part) {
    return part.replace("\"", "").replaceAll("\\s", "").toLowerCase(Locale.ROOT);
  }
}
