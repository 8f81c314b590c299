package dev.parley.endpoint;

import dev.parley.channel.Publication;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Tail;
import dev.parley.protocol.Utf8;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.messaging.support.MessageBuilder;

/** What a SEND frame publishes: its body, and of its headers only those that may travel. */
final class SendFrame {

  private static final int MOST_OWN_HEADERS = 16;
  private static final int MOST_OWN_BYTES = 1024;
  private static final int LONGEST_KEY = 64;

  private SendFrame() {}

  /**
   * The publication of that frame.
   *
   * @param destination as subscribers know it
   * @throws Refusal {@code bad-header}
   */
  static Publication publication(Inbound frame, String destination, String sender) {
    byte[] body = body(frame);
    Map<String, String> own = own(frame.headers());
    Tail tail = tail(destination, sender, frame.header("content-type"), own, body);
    return new Publication(tail, key(frame).map(key -> sender + '\n' + key));
  }

  /** The tail of a message with these headers. */
  static Tail tail(
      String destination,
      String sender,
      Optional<String> contentType,
      Map<String, String> own,
      byte[] body) {
    Map<String, String> travelling = new LinkedHashMap<>();
    travelling.put("destination", destination);
    contentType.ifPresent(type -> travelling.put("content-type", type));
    travelling.put("sender", sender);
    travelling.putAll(own);
    return Tail.of(travelling, body);
  }

  /**
   * Those of the headers that travel with a message.
   *
   * @throws Refusal {@code bad-header} if they are too many or too long
   */
  static Map<String, String> own(Map<String, List<String>> headers) {
    Map<String, String> own = new LinkedHashMap<>(4);
    int count = 0;
    int bytes = 0;
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      String name = header.getKey();
      if (!name.startsWith("x-") || header.getValue().isEmpty()) {
        continue;
      }
      String value = header.getValue().getFirst();
      count++;
      bytes += Utf8.length(name) + Utf8.length(value);
      if (count > MOST_OWN_HEADERS || bytes > MOST_OWN_BYTES) {
        throw new Refusal(RefusalCode.BAD_HEADER);
      }
      own.put(name, value);
    }
    return own;
  }

  private static Optional<String> key(Inbound frame) {
    Optional<String> key = frame.header("idempotency-key");
    if (key.isPresent() && (key.get().isEmpty() || key.get().length() > LONGEST_KEY)) {
      throw new Refusal(RefusalCode.BAD_HEADER);
    }
    return key;
  }

  /** The frame as an application's handler sees it: Base64 of a text-only transport undone. */
  static Inbound decoded(Inbound frame) {
    if (encoding(frame).isEmpty()) {
      return frame;
    }
    var message = MessageBuilder.createMessage(body(frame), frame.message().getHeaders());
    return new Inbound(message, frame.accessor(), frame.conversation());
  }

  private static byte[] body(Inbound frame) {
    Optional<String> encoding = encoding(frame);
    if (encoding.isEmpty()) {
      return frame.body();
    }
    if (!encoding.get().equals("base64")) {
      throw new Refusal(RefusalCode.BAD_HEADER);
    }
    try {
      return Base64.getDecoder().decode(frame.body());
    } catch (IllegalArgumentException notBase64) {
      throw new Refusal(RefusalCode.BAD_HEADER);
    }
  }

  /** Where bytes can be sent, the header means nothing. */
  private static Optional<String> encoding(Inbound frame) {
    return frame.session().connection().textOnly()
        ? frame.header("body-encoding")
        : Optional.empty();
  }
}
