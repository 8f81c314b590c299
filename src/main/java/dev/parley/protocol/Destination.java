package dev.parley.protocol;

import java.util.Optional;

/**
 * What a STOMP destination means here. Destinations are exact names: there are no patterns, and
 * whatever is none of these does not exist.
 */
public sealed interface Destination {

  /** {@code /topic/{channel}}. */
  record Topic(ChannelName channel) implements Destination {}

  /** {@code /topic/presence.{channel}}: snapshot, then joins and leaves. */
  record PresenceFeed(ChannelName channel) implements Destination {}

  /** {@code /app/presence.{channel}}: one snapshot. */
  record PresenceAnswer(ChannelName channel) implements Destination {}

  /** {@code /app/history.{channel}}: a page of the log. */
  record HistoryAnswer(ChannelName channel) implements Destination {}

  /** {@code /app/online.{user}}: whether a user is there. */
  record OnlineAnswer(String user) implements Destination {}

  /** {@code /user/queue/{name}}: a queue of the user, or of this session. */
  record OwnQueue(String name) implements Destination {}

  /** {@code /user/{user}/queue/{name}}: the same queue, named by somebody who sends to it. */
  record UserQueue(String user, String name) implements Destination {}

  /** {@code /app/token}: a new token for this session. */
  record TokenRenewal() implements Destination {}

  /** {@code /app/{path}}: what the application declares itself. */
  record Application(String path) implements Destination {}

  /** The queue that is kept while its user is away. */
  String INBOX = "inbox";

  /** The queue of refusals that do not end the connection. */
  String ERRORS = "errors";

  /** The queue of notices for one session. */
  String SESSION = "session";

  /** Where a new token is sent to. */
  String TOKEN = "/app/token";

  /** What the text means; empty where it means nothing here. */
  static Optional<Destination> parse(String text) {
    if (text.startsWith("/topic/")) {
      return topic(text.substring("/topic/".length()));
    }
    if (text.startsWith("/app/")) {
      return application(text.substring("/app/".length()));
    }
    if (text.startsWith("/user/")) {
      return queue(text.substring("/user/".length()));
    }
    return Optional.empty();
  }

  private static Optional<Destination> topic(String rest) {
    if (rest.startsWith("presence.")) {
      return ordinaryChannel(rest.substring("presence.".length())).map(PresenceFeed::new);
    }
    return ordinaryChannel(rest).map(Topic::new);
  }

  private static Optional<Destination> application(String rest) {
    if (rest.equals("token")) {
      return Optional.of(new TokenRenewal());
    }
    if (rest.startsWith("presence.")) {
      return ordinaryChannel(rest.substring("presence.".length())).map(PresenceAnswer::new);
    }
    if (rest.startsWith("history.")) {
      return historyChannel(rest.substring("history.".length())).map(HistoryAnswer::new);
    }
    if (rest.startsWith("online.")) {
      return user(rest.substring("online.".length())).map(OnlineAnswer::new);
    }
    return rest.isEmpty() ? Optional.empty() : Optional.of(new Application(rest));
  }

  private static Optional<Destination> queue(String rest) {
    String[] parts = rest.split("/", -1);
    if (parts.length == 2 && parts[0].equals("queue") && isQueueName(parts[1])) {
      return Optional.of(new OwnQueue(parts[1]));
    }
    if (parts.length == 3 && parts[1].equals("queue") && isQueueName(parts[2])) {
      return user(parts[0]).map(user -> new UserQueue(user, parts[2]));
    }
    return Optional.empty();
  }

  private static Optional<String> user(String text) {
    String user = UserNames.fromDestination(text);
    return UserNames.isValid(user) ? Optional.of(user) : Optional.empty();
  }

  /** A channel that clients may name; those of the protocol itself are reached in other ways. */
  private static Optional<ChannelName> ordinaryChannel(String text) {
    return ChannelName.parse(text)
        .filter(
            channel ->
                switch (channel.namespace()) {
                  case "inbox", "presence", "online", "history" -> false;
                  default -> true;
                });
  }

  /** Own inbox included: {@code /app/history.inbox.{user}} is how its past is read. */
  private static Optional<ChannelName> historyChannel(String text) {
    if (text.startsWith("inbox.")) {
      return ChannelName.parse(text);
    }
    return ordinaryChannel(text);
  }

  private static boolean isQueueName(String text) {
    return ChannelName.isNamespace("q" + text) && !text.isEmpty();
  }
}
