package dev.parley.protocol;

import java.util.Optional;

/**
 * The place of a message in its channel, {@code {epoch}-{number}}.
 *
 * <p>Numbers of a channel go 1, 2, 3 …; number 0 is the place before the first message. The epoch,
 * {@code [a-z0-9]{1,16}}, changes only when the log was lost or may have been. Ids of two channels,
 * or of two epochs, cannot be compared.
 */
public record MessageId(String epoch, long number) {

  private static final int LONGEST_EPOCH = 16;
  private static final int LONGEST_NUMBER = 18;

  public MessageId {
    if (!isEpoch(epoch) || number < 0) {
      throw new IllegalArgumentException("not a message id");
    }
  }

  /** The id that the text names; empty where it is none. */
  public static Optional<MessageId> parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0 || !isEpoch(text.substring(0, dash))) {
      return Optional.empty();
    }
    String digits = text.substring(dash + 1);
    if (digits.isEmpty() || digits.length() > LONGEST_NUMBER || !isCanonical(digits)) {
      return Optional.empty();
    }
    return Optional.of(new MessageId(text.substring(0, dash), Long.parseLong(digits)));
  }

  /** The place {@code number} in the same epoch. */
  public MessageId at(long place) {
    return new MessageId(epoch, place);
  }

  private static boolean isCanonical(String digits) {
    return digits.chars().allMatch(c -> c >= '0' && c <= '9')
        && (digits.length() == 1 || digits.charAt(0) != '0');
  }

  private static boolean isEpoch(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_EPOCH
        && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
  }

  @Override
  public String toString() {
    return epoch + '-' + number;
  }
}
