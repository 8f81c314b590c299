package dev.parley.protocol;

import java.util.Optional;
import java.util.Set;

/**
 * The name of a channel, {@code {namespace}.{name}}.
 *
 * <p>Limits: the namespace is {@code [a-z][a-z0-9-]{0,31}}; the name is 1 to 128 of {@code
 * [A-Za-z0-9._~-]} and neither starts nor ends with a dot. An inbox has room for any user's name,
 * however much of it is written in hex; the name of a presence feed is made by the server from a
 * valid channel and may be longer too.
 */
public record ChannelName(String namespace, String name) {

  /** Namespaces that no configuration may define, because the protocol gives them a meaning. */
  public static final Set<String> RESERVED =
      Set.of("inbox", "presence", "online", "history", "events", "nodes");

  private static final int LONGEST_NAMESPACE = 32;
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_INBOX = UserNames.LONGEST_IN_CHANNEL_NAME;

  public ChannelName {
    if (!isNamespace(namespace) || !hasNameCharacters(name)) {
      throw new IllegalArgumentException("not a channel name");
    }
  }

  /** The channel with this name; empty where the text is not a channel name. */
  public static Optional<ChannelName> parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String namespace = text.substring(0, dot);
    String name = text.substring(dot + 1);
    int longest = namespace.equals("inbox") ? LONGEST_INBOX : LONGEST_NAME;
    if (!isNamespace(namespace) || name.length() > longest || !hasNameCharacters(name)) {
      return Optional.empty();
    }
    return Optional.of(new ChannelName(namespace, name));
  }

  /** The channel that keeps what is sent to a user, whether the user is there or not. */
  public static ChannelName inboxOf(String user) {
    return new ChannelName("inbox", UserNames.inChannelName(user));
  }

  /** The feed of joins and leaves of a channel. */
  public static ChannelName presenceOf(ChannelName channel) {
    return new ChannelName("presence", channel.toString());
  }

  /** Whether the text can name a namespace, reserved ones included. */
  public static boolean isNamespace(String text) {
    if (text.isEmpty() || text.length() > LONGEST_NAMESPACE || !isLower(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLower(c) && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean hasNameCharacters(String text) {
    if (text.isEmpty() || text.charAt(0) == '.' || text.charAt(text.length() - 1) == '.') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean allowed =
          isLower(c)
              || (c >= 'A' && c <= 'Z')
              || isDigit(c)
              || c == '.'
              || c == '_'
              || c == '~'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public String toString() {
    return namespace + '.' + name;
  }
}
