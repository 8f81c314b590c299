package dev.parley.loadtest.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.loadtest.history.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client has to say and has no RECEIPT for, in the order it was said. It outlives
 * connections. Not thread-safe.
 */
final class Outbox {

  /** A message as receipts name it. */
  record Name(String channel, long key) {

    static Name parse(String text) {
      int colon = text.indexOf(':');
      return new Name(text.substring(0, colon), Keys.parse(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
      return channel + ":" + Keys.text(key);
    }
  }

  /**
   * One message.
   *
   * @param size of the body in bytes; more than its key needs is filled up
   */
  record Pending(String channel, long key, int size) {

    Frame frame() {
      String text = Keys.text(key);
      String body = text.length() < size ? text + " " + "x".repeat(size - text.length() - 1) : text;
      return Frame.of(
              "SEND",
              "destination",
              "/topic/" + channel,
              "content-type",
              "text/plain",
              "idempotency-key",
              text,
              "receipt",
              Session.SEND + new Name(channel, key))
          .withBody(body.getBytes(UTF_8));
    }
  }

  private final Map<Long, Pending> pending = new LinkedHashMap<>();

  void add(Pending message) {
    pending.put(message.key(), message);
  }

  void remove(long key) {
    pending.remove(key);
  }

  List<Pending> all() {
    return List.copyOf(pending.values());
  }

  List<Pending> of(String channel) {
    List<Pending> some = new ArrayList<>(pending.values());
    some.removeIf(each -> !each.channel().equals(channel));
    return some;
  }

  int size() {
    return pending.size();
  }
}
