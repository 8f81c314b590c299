package dev.parley.endpoint;

import dev.parley.protocol.HeadStyle;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Since;
import dev.parley.protocol.StompVersion;
import java.util.Optional;

/** The headers of SUBSCRIBE and what they may say. */
final class SubscribeHeaders {

  private static final int MOST_HISTORY = 100;

  private SubscribeHeaders() {}

  /** STOMP 1.0 needs no id: there a subscription is known by its destination. */
  static String id(Inbound frame) {
    if (frame.session().version() == StompVersion.V1_0 && frame.header("id").isEmpty()) {
      return frame.required("destination");
    }
    return frame.required("id");
  }

  static Optional<Since> since(Inbound frame) {
    if (frame.header("durable").isPresent()) {
      // Taking it without keeping the promise would lose messages in silence.
      throw badHeader();
    }
    return frame
        .header("since")
        .map(text -> Since.parse(text).orElseThrow(SubscribeHeaders::badHeader));
  }

  static void refuseSince(Inbound frame) {
    if (frame.header("since").isPresent() || frame.header("durable").isPresent()) {
      throw badHeader();
    }
  }

  static HeadStyle style(Inbound frame, String id) {
    boolean ack =
        switch (frame.header("ack").orElse("auto")) {
          case "auto" -> false;
          case "client", "client-individual" -> true;
          default -> throw badHeader();
        };
    return new HeadStyle(
        id, ack, frame.session().version(), frame.session().connection().textOnly());
  }

  static Optional<MessageId> before(Inbound frame) {
    return frame
        .header("before")
        .map(text -> MessageId.parse(text).orElseThrow(SubscribeHeaders::badHeader));
  }

  static int limit(Inbound frame) {
    String text = frame.header("limit").orElse(Integer.toString(MOST_HISTORY));
    boolean number = text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int limit = number && !text.isEmpty() ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST_HISTORY) {
      throw badHeader();
    }
    return limit;
  }

  private static Refusal badHeader() {
    return new Refusal(RefusalCode.BAD_HEADER);
  }
}
