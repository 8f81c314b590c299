package dev.parley.endpoint;

import dev.parley.protocol.OutFrame;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.Tail;
import dev.parley.protocol.UserNames;
import dev.parley.session.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;

/**
 * What an application sends: its body, and of its headers only {@code content-type} and those that
 * begin with {@code x-}, within the limits that hold for clients.
 */
@SuppressWarnings("ArrayRecordComponent") // Two messages are never compared.
record ServerMessage(Optional<String> contentType, Map<String, String> own, byte[] body) {

  private static final String CONTENT_TYPE = "content-type";

  /**
   * The message as Spring's templates make it.
   *
   * @throws Refusal {@code bad-header} if no converter has made bytes of the payload, or for too
   *     many own headers
   */
  @SuppressWarnings("unchecked")
  static ServerMessage of(Message<?> message) {
    if (!(message.getPayload() instanceof byte[] body)) {
      throw new Refusal(RefusalCode.BAD_HEADER);
    }
    Map<String, List<String>> all =
        message.getHeaders().get(NativeMessageHeaderAccessor.NATIVE_HEADERS)
                instanceof Map<?, ?> map
            ? (Map<String, List<String>>) map
            : Map.of();
    Optional<String> type =
        Optional.ofNullable(message.getHeaders().get(MessageHeaders.CONTENT_TYPE))
            .map(Object::toString)
            .or(() -> all.getOrDefault(CONTENT_TYPE, List.of()).stream().findFirst());
    return new ServerMessage(type, SendFrame.own(all), body);
  }

  /** What the sender is told; without the message itself, because the text ends in logs. */
  static MessageDeliveryException undelivered(
      RefusalCode code, @Nullable String destination, Throwable cause) {
    String text = code.wire() + ": cannot send to " + destination;
    MessageDeliveryException failure = new MessageDeliveryException(text);
    failure.initCause(cause);
    return failure;
  }

  /** As it stands in a log and reaches every subscriber. */
  Tail tail(String destination) {
    return SendFrame.tail(destination, UserNames.SERVER, contentType, own, body);
  }

  /** As one subscription of one session gets it, without any log. */
  OutFrame live(Replies replies, Session session, String subscription, String destination) {
    Map<String, String> more = new LinkedHashMap<>();
    contentType.ifPresent(type -> more.put(CONTENT_TYPE, type));
    more.putAll(own);
    return replies.message(session, subscription, destination, more, body);
  }

  @Override
  public String toString() {
    return body.length + " bytes";
  }
}
