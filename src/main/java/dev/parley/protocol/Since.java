package dev.parley.protocol;

import java.util.Optional;

/** Where a subscription begins: the {@code since} header of SUBSCRIBE. */
public sealed interface Since {

  /** Only what is published from now on. */
  record Now() implements Since {}

  /** Everything after the message that the client saw last. */
  record After(MessageId id) implements Since {}

  /** The last {@code count} messages that the channel retains, then what is published. */
  record Last(int count) implements Since {
    public Last {
      if (count < 0) {
        throw new IllegalArgumentException("not a number of messages");
      }
    }
  }

  /** What the header asks for; empty where its value is none of the three forms. */
  static Optional<Since> parse(String header) {
    if (!header.startsWith("last:")) {
      return MessageId.parse(header).map(After::new);
    }
    String count = header.substring("last:".length());
    boolean digits = count.chars().allMatch(c -> c >= '0' && c <= '9');
    if (count.isEmpty() || count.length() > 9 || !digits) {
      return Optional.empty();
    }
    return Optional.of(new Last(Integer.parseInt(count)));
  }
}
