package dev.parley.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How fast a client may send; 0 means no limit.
 *
 * @param messagesPerSecond SEND and SUBSCRIBE frames of one session, in the long run
 * @param bytesPerSecond of its frames, in the long run
 * @param burst so many messages may come at once, and bytes in proportion; never less than one
 *     second's
 * @param newChannelsPerMinute channels that one user may bring into being on this node by being the
 *     first to publish there
 */
@ConfigurationProperties("parley.limits")
public record TrafficSettings(
    @DefaultValue("500") int messagesPerSecond,
    @DefaultValue("4MB") DataSize bytesPerSecond,
    @DefaultValue("5000") int burst,
    @DefaultValue("120") int newChannelsPerMinute) {

  public TrafficSettings {
    require(messagesPerSecond >= 0, "messages-per-second", "0 or more");
    require(bytesPerSecond.toBytes() >= 0, "bytes-per-second", "0 or more");
    require(burst >= 0, "burst", "0 or more");
    require(newChannelsPerMinute >= 0, "new-channels-per-minute", "0 or more");
  }

  private static void require(boolean holds, String key, String range) {
    if (!holds) {
      throw new IllegalArgumentException("parley.limits." + key + " must be " + range);
    }
  }

  boolean isUnlimited() {
    return messagesPerSecond == 0 && bytesPerSecond.toBytes() == 0;
  }

  /** Messages that may come at once. */
  long mostMessages() {
    return Math.max(burst, messagesPerSecond);
  }

  /** Bytes that may come at once: as many seconds' worth as of messages. */
  long mostBytes() {
    double seconds = messagesPerSecond == 0 ? 1 : (double) mostMessages() / messagesPerSecond;
    return (long) Math.min(bytesPerSecond.toBytes() * seconds, Long.MAX_VALUE / 2.0);
  }
}
