package dev.parley.endpoint;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.Optional;

/**
 * The {@code heart-beat} of a CONNECT (STOMP 1.2, "Heart-beating").
 *
 * @param promises how often the client can send; zero: never
 * @param wants how often it wants to hear from us; zero: never
 */
record HeartBeatOffer(Duration promises, Duration wants) {

  private static final int LONGEST_NUMBER = 9;

  static HeartBeatOffer parse(Optional<String> header) {
    if (header.isEmpty()) {
      return new HeartBeatOffer(Duration.ZERO, Duration.ZERO);
    }
    String[] parts = header.get().split(",", -1);
    if (parts.length != 2) {
      throw new Refusal(RefusalCode.BAD_FRAME);
    }
    return new HeartBeatOffer(millis(parts[0]), millis(parts[1]));
  }

  /** What holds is the slower of what one side can and the other wants. */
  void agree(Session session, HeartBeatSettings ours) {
    Duration send = slower(ours.send(), wants);
    if (!send.isZero()) {
      session.connection().hearsEvery(send);
    }
    session
        .heartBeat()
        .agree(
            send, slower(promises, ours.receive()), ours.ping(), !session.connection().textOnly());
  }

  private static Duration slower(Duration one, Duration other) {
    if (one.isZero() || other.isZero()) {
      return Duration.ZERO;
    }
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration millis(String text) {
    String digits = text.strip();
    boolean number = digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits.isEmpty() || digits.length() > LONGEST_NUMBER || !number) {
      throw new Refusal(RefusalCode.BAD_FRAME);
    }
    return Duration.ofMillis(Long.parseLong(digits));
  }
}
