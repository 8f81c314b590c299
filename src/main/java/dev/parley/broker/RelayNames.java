package dev.parley.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a connection's own place at the broker is called, and the frames that use it. Brokers differ
 * there: see {@link Dialect}. For any thread.
 */
final class RelayNames {

  /** Longer ones are hashed: RabbitMQ has room for 255 bytes in a name. */
  private static final int LONGEST = 80;

  /** How many frames the broker may send before one is acknowledged. */
  static final int PREFETCH = 128;

  /** The same in bytes, for a broker that counts those. */
  static final int WINDOW_BYTES = 4 * 1024 * 1024;

  private static final int QUEUE_FRAMES = 20_000;
  private static final int QUEUE_BYTES = 64 * 1024 * 1024;

  private enum Dialect {
    /**
     * A topic for each connection of each node, at the topic exchange: what nobody consumes is
     * dropped there and leaves nothing.
     */
    RABBITMQ,
    /**
     * One topic for all nodes, each with a filter of its own. Artemis makes an address for what
     * nobody consumes, and keeps one that was never consumed for ever; nodes die all the time.
     */
    FILTER
  }

  private final RelayPlace place;
  private final Dialect dialect;

  private RelayNames(RelayPlace place, Dialect dialect) {
    this.place = place;
    this.dialect = dialect;
  }

  /**
   * By what the broker says of itself; RabbitMQ can hide its name, not the form of its sessions.
   */
  static RelayNames of(ServerFrame connected, RelayPlace place) {
    boolean rabbit =
        connected.header("server").startsWith("RabbitMQ")
            || connected.header("session").startsWith("session-");
    return new RelayNames(place, rabbit ? Dialect.RABBITMQ : Dialect.FILTER);
  }

  /**
   * SUBSCRIBE to what is sent to the own place.
   *
   * @param attempt new each time, because the broker may not have noticed yet that the connection
   *     before is gone, and would not give the same queue to two
   */
  byte[] subscribe(String attempt) {
    String address = place.address();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("id", "0");
    headers.put("receipt", "0");
    headers.put("ack", "client");
    headers.put("destination", destination(address));
    if (dialect == Dialect.RABBITMQ) {
      headers.put("x-queue-name", "parley." + key(address) + '.' + attempt);
      headers.put("durable", "false");
      headers.put("auto-delete", "true");
      headers.put("exclusive", "true");
      headers.put("prefetch-count", Integer.toString(PREFETCH));
      headers.put("x-max-length", Integer.toString(QUEUE_FRAMES));
      headers.put("x-max-length-bytes", Integer.toString(QUEUE_BYTES));
    } else {
      headers.put("subscription-type", "MULTICAST");
      headers.put("selector", "parley_to = '" + key(address) + "'");
      headers.put("consumer-window-size", Integer.toString(WINDOW_BYTES));
    }
    return StompBytes.frame("SUBSCRIBE", headers);
  }

  /** SEND up to the value of its last header, {@code content-length}. */
  byte[] sendHead(String address) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("destination", destination(address));
    if (dialect == Dialect.FILTER) {
      headers.put("destination-type", "MULTICAST");
      headers.put("parley_to", key(address));
    }
    return StompBytes.head("SEND", headers);
  }

  private String destination(String address) {
    return switch (dialect) {
      case RABBITMQ -> "/topic/parley." + key(address);
      case FILTER -> "/topic/parley." + plain(place.prefix()) + '.' + place.connection();
    };
  }

  private String key(String address) {
    return plain(place.prefix()) + '.' + plain(address) + '.' + place.connection();
  }

  /** Characters that mean nothing to any broker; different texts stay different. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      boolean kept =
          (each >= 'a' && each <= 'z')
              || (each >= 'A' && each <= 'Z')
              || (each >= '0' && each <= '9')
              || each == '-';
      if (kept) {
        plain.append((char) each);
      } else {
        plain.append('_').append(HexFormat.of().toHexDigits(each));
      }
    }
    return plain.length() > LONGEST ? hash(text) : plain.toString();
  }

  private static String hash(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JVM has SHA-256", missing);
    }
  }
}
