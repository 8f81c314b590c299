package dev.parley.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One STOMP frame, decoded. Of a repeated header only the first counts (STOMP 1.2, "Repeated Header
 * Entries").
 */
public final class StompFrame {

  private static final byte[] NO_BODY = new byte[0];

  private final String command;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * @param body belongs to the frame: neither the decoder nor the receiver changes it
   */
  StompFrame(String command, Map<String, String> headers, byte[] body) {
    this.command = command;
    this.headers = Collections.unmodifiableMap(headers);
    this.body = body;
  }

  public String command() {
    return command;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public byte[] body() {
    return body;
  }

  /** Characters of the headers and bytes of the body: about what it weighed on the wire. */
  public long weight() {
    long weight = body.length;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      weight += header.getKey().length() + header.getValue().length();
    }
    return weight;
  }

  /** A frame without a body; names and values alternate. */
  public static StompFrame of(String command, String... namesAndValues) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new StompFrame(command, headers, NO_BODY);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public String toString() {
    // A frame can carry a token or a private message, and a log is neither's place.
    return command + " with " + headers.size() + " headers, " + body.length + " bytes";
  }
}
