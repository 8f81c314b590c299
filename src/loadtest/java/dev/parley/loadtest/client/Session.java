package dev.parley.loadtest.client;

import dev.parley.loadtest.history.History;
import dev.parley.loadtest.history.Keys;
import dev.parley.loadtest.history.Place;
import dev.parley.loadtest.history.PresenceLog;
import dev.parley.loadtest.history.SessionLog;
import dev.parley.loadtest.history.SubscriptionLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client says and hears on one connection, written down as it happens. All calls hold the
 * client's lock.
 */
final class Session {

  /** Begin of the receipt of a SEND, before its name. */
  static final String SEND = "m:";

  private static final String SUBSCRIBE = "s:";
  private static final String UNSUBSCRIBE = "u:";
  private static final String GOODBYE = "bye";
  private static final String ERRORS = "errors";

  private final Connection connection;
  private final SessionLog log;
  private final History history;
  private final Outbox outbox;
  private final Retries retries;
  private final Map<String, Follow> channels = new HashMap<>();
  private final Map<String, SubscriptionLog> logs = new HashMap<>();
  private final Map<String, PresenceLog> feeds = new HashMap<>();
  private final Set<String> waiting = new HashSet<>();
  private int ids;

  /** Runs something later, with the client's lock, if this session is still open then. */
  interface Retries {
    void later(Retry retry);
  }

  /** What is tried again. */
  interface Retry {
    void run() throws IOException;
  }

  Session(Connection connection, SessionLog log, History history, Outbox outbox, Retries retries) {
    this.connection = connection;
    this.log = log;
    this.history = history;
    this.outbox = outbox;
    this.retries = retries;
  }

  SessionLog log() {
    return log;
  }

  /** Listens for errors first, so that a refusal does not end the connection. */
  void begin() throws IOException {
    connection.write(Frame.of("SUBSCRIBE", "id", ERRORS, "destination", "/user/queue/errors"));
  }

  void follow(Follow follow) throws IOException {
    String id = "c" + ++ids;
    String since = follow.since();
    SubscriptionLog subscription = history.subscribing(log, follow.channel(), since);
    follow.subscribing(id, subscription);
    channels.put(id, follow);
    logs.put(id, subscription);
    Frame frame =
        Frame.of(
            "SUBSCRIBE",
            "id",
            id,
            "destination",
            "/topic/" + follow.channel(),
            "receipt",
            SUBSCRIBE + id);
    connection.write(since.isEmpty() ? frame : frame.with("since", since));
  }

  void unfollow(Follow follow) throws IOException {
    SubscriptionLog subscription = logs.get(follow.id);
    if (subscription != null) {
      subscription.ended();
      connection.write(
          Frame.of("UNSUBSCRIBE", "id", follow.id, "receipt", UNSUBSCRIBE + follow.id));
    }
    follow.id = "";
  }

  void watch(String channel) throws IOException {
    String id = "p" + ++ids;
    feeds.put(id, history.watching(log, channel));
    connection.write(
        Frame.of(
            "SUBSCRIBE",
            "id",
            id,
            "destination",
            "/topic/presence." + channel,
            "receipt",
            SUBSCRIBE + id));
  }

  /** Says a message, or leaves it in the outbox until what stands before it was tried again. */
  void publish(Outbox.Pending message) throws IOException {
    if (!waiting.contains(message.channel())) {
      log.sent(message.channel(), message.key());
      connection.write(message.frame());
    }
  }

  /** The last frame; the connection ends when its RECEIPT comes. */
  void disconnect() throws IOException {
    connection.write(Frame.of("DISCONNECT", "receipt", GOODBYE));
  }

  void handle(Frame frame) throws IOException {
    switch (frame.command()) {
      case "MESSAGE" -> message(frame);
      case "RECEIPT" -> receipt(frame);
      case "ERROR" -> log.error(frame.header("code").orElse("no code"));
      default -> throw new IOException("a frame that no server sends: " + frame.command());
    }
  }

  private void message(Frame frame) throws IOException {
    String id = frame.header("subscription").orElse("");
    if (channels.containsKey(id)) {
      Place place = Place.parse(frame.header("message-id").orElseThrow());
      long time = Long.parseLong(frame.header("timestamp").orElseThrow());
      boolean gap = frame.header("gap").isPresent();
      logs.get(id).delivered(place, Keys.parse(frame.text()), time, gap);
      channels.get(id).delivered(logs.get(id), place);
    } else if (feeds.containsKey(id)) {
      PresenceMessage.read(frame.text()).tell(feeds.get(id));
    } else if (id.equals(ERRORS)) {
      refused(frame);
    } else {
      log.error("a message without a subscription");
    }
  }

  private void receipt(Frame frame) {
    String id = frame.header("receipt-id").orElse("");
    if (id.startsWith(SEND)) {
      Outbox.Name name = Outbox.Name.parse(id.substring(SEND.length()));
      log.accepted(
          name.channel(), name.key(), Place.parse(frame.header("message-id").orElseThrow()));
      outbox.remove(name.key());
    } else if (id.startsWith(SUBSCRIBE)) {
      begun(id.substring(SUBSCRIBE.length()), frame);
    } else if (id.startsWith(UNSUBSCRIBE)) {
      channels.remove(id.substring(UNSUBSCRIBE.length()));
      logs.remove(id.substring(UNSUBSCRIBE.length()));
    } else if (id.equals(GOODBYE)) {
      connection.close();
    }
  }

  private void begun(String id, Frame frame) {
    SubscriptionLog subscription = logs.get(id);
    if (subscription != null) {
      Place end = Place.parse(frame.header("message-id").orElseThrow());
      Optional<Boolean> recovered = frame.header("recovered").map(Boolean::parseBoolean);
      subscription.begun(end, recovered);
      channels.get(id).begun(subscription, end);
    }
  }

  private void refused(Frame frame) {
    String code = frame.header("code").orElse("no code");
    String receipt = frame.header("receipt-id").orElse("");
    boolean passes = code.equals("unavailable") || code.equals("rate-limited");
    if (receipt.startsWith(SEND)) {
      refusedSend(Outbox.Name.parse(receipt.substring(SEND.length())), code, passes);
      return;
    }
    log.error(code);
    String id =
        receipt.startsWith(SUBSCRIBE)
            ? receipt.substring(SUBSCRIBE.length())
            : PresenceMessage.subscriptionIn(frame.text());
    if (channels.containsKey(id)) {
      Follow follow = channels.remove(id);
      logs.remove(id).ended();
      if (passes && follow.id.equals(id)) {
        retries.later(() -> again(follow, id));
      }
    } else if (feeds.containsKey(id)) {
      PresenceLog feed = feeds.remove(id);
      feed.ended();
      if (passes) {
        retries.later(() -> watch(feed.channel()));
      }
    }
  }

  private void again(Follow follow, String refusedId) throws IOException {
    if (follow.wanted && follow.id.equals(refusedId)) {
      follow(follow);
    }
  }

  /** What was said later to the channel is refused as well, or waits; all goes again in order. */
  private void refusedSend(Outbox.Name name, String code, boolean passes) {
    String channel = name.channel();
    log.refused(channel, name.key(), code);
    if (!passes) {
      outbox.remove(name.key());
    } else if (waiting.add(channel)) {
      retries.later(
          () -> {
            waiting.remove(channel);
            for (Outbox.Pending message : outbox.of(channel)) {
              publish(message);
            }
          });
    }
  }
}
