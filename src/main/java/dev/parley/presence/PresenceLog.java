package dev.parley.presence;

import java.time.Duration;

/**
 * How much of a channel's joins and leaves is kept for the event feed.
 *
 * @param entries about how many for each channel; 0: none are kept
 * @param kept how long after the last
 */
public record PresenceLog(int entries, Duration kept) {

  public static final PresenceLog NONE = new PresenceLog(0, Duration.ZERO);

  public PresenceLog {
    if (entries < 0 || (entries > 0 && kept.toMillis() < 1)) {
      throw new IllegalArgumentException("a presence log is kept for a while");
    }
  }
}
