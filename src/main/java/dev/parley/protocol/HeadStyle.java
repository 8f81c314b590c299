package dev.parley.protocol;

import java.nio.charset.StandardCharsets;

/**
 * What makes the first lines of a MESSAGE differ between subscriptions. Subscriptions of equal
 * style get the same bytes, and there are few styles, because clients number their subscriptions.
 *
 * @param subscription the id that the client chose
 * @param ack whether the subscription asked for acknowledgement
 * @param version decides the escapes
 * @param textOnly the transport carries no bytes (SockJS): a body that is not text is Base64
 */
public record HeadStyle(String subscription, boolean ack, StompVersion version, boolean textOnly) {

  /** The whole frame of a message for subscriptions of this style. */
  public OutFrame frame(MessageId id, long timestamp, Tail tail, boolean gap) {
    String escapedSubscription = version.escape(subscription);
    StringBuilder head =
        new StringBuilder(112)
            .append("MESSAGE\nsubscription:")
            .append(escapedSubscription)
            .append("\nmessage-id:")
            .append(id.epoch())
            .append('-')
            .append(id.number())
            .append("\ntimestamp:")
            .append(timestamp)
            .append('\n');
    if (gap) {
      head.append("gap:true\n");
    }
    if (ack) {
      // The same id may stand in two channels of one session, so the subscription is part of it.
      head.append("ack:").append(escapedSubscription).append('/').append(id).append('\n');
    }
    byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
    return OutFrame.of(tail.isText() || textOnly, start, tail.bytesFor(this));
  }
}
