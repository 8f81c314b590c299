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
  private static final String NOTICES = "notices";

  private final Connection connection;
  private final SessionLog log;
  private final History history;
  private final Outbox outbox;
  private final Wishes wishes;
  private final Map<String, Followed> channels = new HashMap<>();
  private final Map<String, PresenceLog> feeds = new HashMap<>();
  private final Set<String> waiting = new HashSet<>();
  private Optional<Runnable> resumed = Optional.empty();
  private int ids;

  /** A subscription, and the wish that it serves. */
  private record Followed(Follow follow, SubscriptionLog log) {

    void begun(Frame receipt) {
      Place end = Place.parse(receipt.header("message-id").orElseThrow());
      log.begun(end, receipt.header("recovered").map(Boolean::parseBoolean));
      follow.begun(log, end);
    }

    void delivered(Frame message) {
      Place place = Place.parse(message.header("message-id").orElseThrow());
      long time = Long.parseLong(message.header("timestamp").orElseThrow());
      log.delivered(place, Keys.parse(message.text()), time, message.header("gap").isPresent());
      follow.delivered(log, place);
    }
  }

  /** What a session asks of its client. */
  interface Wishes {

    /** Runs something later, with the client's lock, if this session is still open then. */
    void later(Retry retry);

    /** Another connection is to take this one's place in that time. */
    void move(long withinMillis);
  }

  /** What is tried again. */
  interface Retry {
    void run() throws IOException;
  }

  Session(Connection connection, SessionLog log, History history, Outbox outbox, Wishes wishes) {
    this.connection = connection;
    this.log = log;
    this.history = history;
    this.outbox = outbox;
    this.wishes = wishes;
  }

  SessionLog log() {
    return log;
  }

  /** Listens for errors first, so that a refusal does not end the connection, and for notices. */
  void begin() throws IOException {
    connection.write(Frame.of("SUBSCRIBE", "id", ERRORS, "destination", "/user/queue/errors"));
    connection.write(Frame.of("SUBSCRIBE", "id", NOTICES, "destination", "/user/queue/session"));
  }

  /** Runs it once, when all that was followed by then has its RECEIPT. */
  void whenResumed(Runnable then) {
    resumed = Optional.of(then);
  }

  void follow(Follow follow) throws IOException {
    String id = "c" + ++ids;
    String since = follow.since();
    SubscriptionLog subscription = history.subscribing(log, follow.channel(), since);
    follow.subscribing(id, subscription);
    channels.put(id, new Followed(follow, subscription));
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
    Optional<Followed> followed = channel(follow.id);
    if (followed.isPresent()) {
      followed.get().log().ended();
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
    Optional<Followed> followed = channel(id);
    Optional<PresenceLog> feed = Optional.ofNullable(feeds.get(id));
    if (followed.isPresent()) {
      followed.get().delivered(frame);
    } else if (feed.isPresent()) {
      PresenceMessage.read(frame.text()).tell(feed.get());
    } else if (id.equals(ERRORS)) {
      refused(frame);
    } else if (id.equals(NOTICES)) {
      noticed(Json.object(frame.text()));
    } else {
      log.error("a message without a subscription");
    }
  }

  private void noticed(Map<?, ?> notice) {
    if ("move".equals(notice.get("type")) && notice.get("withinMs") instanceof Double millis) {
      wishes.move(millis.longValue());
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
      channel(id.substring(SUBSCRIBE.length())).ifPresent(followed -> followed.begun(frame));
      boolean all = channels.values().stream().allMatch(each -> each.log().begin().isPresent());
      Optional<Runnable> now = all ? resumed : Optional.empty();
      now.ifPresent(Runnable::run);
      resumed = all ? Optional.empty() : resumed;
    } else if (id.startsWith(UNSUBSCRIBE)) {
      channels.remove(id.substring(UNSUBSCRIBE.length()));
    } else if (id.equals(GOODBYE)) {
      connection.close();
    }
  }

  private Optional<Followed> channel(String id) {
    return Optional.ofNullable(channels.get(id));
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
    Optional.ofNullable(channels.remove(id)).ifPresent(followed -> ended(followed, id, passes));
    Optional.ofNullable(feeds.remove(id)).ifPresent(feed -> ended(feed, passes));
  }

  private void ended(Followed followed, String id, boolean passes) {
    followed.log().ended();
    if (passes) {
      wishes.later(() -> again(followed.follow(), id));
    }
  }

  private void ended(PresenceLog feed, boolean passes) {
    feed.ended();
    if (passes) {
      wishes.later(() -> watch(feed.channel()));
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
      wishes.later(
          () -> {
            waiting.remove(channel);
            for (Outbox.Pending message : outbox.of(channel)) {
              publish(message);
            }
          });
    }
  }
}
