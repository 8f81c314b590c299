package dev.parley.endpoint;

import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;

/** A client's frame on its way through the inbound channel, as our own code reads it. */
record Inbound(Message<byte[]> message, StompHeaderAccessor accessor, Conversation conversation) {

  /** The frame behind the message; empty for messages that no client sent. */
  @SuppressWarnings("unchecked")
  static Optional<Inbound> of(Message<?> message) {
    Object conversation = message.getHeaders().get(Conversation.HEADER);
    StompHeaderAccessor accessor =
        MessageHeaderAccessor.getAccessor(message, StompHeaderAccessor.class);
    if (accessor == null || !(conversation instanceof Conversation talk)) {
      return Optional.empty();
    }
    return Optional.of(new Inbound((Message<byte[]>) message, accessor, talk));
  }

  StompCommand command() {
    return Objects.requireNonNull(accessor.getCommand());
  }

  Session session() {
    return conversation.session();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(accessor.getFirstNativeHeader(name));
  }

  /** A header without which the frame means nothing. */
  String required(String name) {
    return header(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> new Refusal(RefusalCode.BAD_FRAME));
  }

  /** All headers that the client sent, each once. */
  @SuppressWarnings("unchecked")
  Map<String, List<String>> headers() {
    @Nullable Object headers = message.getHeaders().get(NativeMessageHeaderAccessor.NATIVE_HEADERS);
    return headers == null ? Map.of() : (Map<String, List<String>>) headers;
  }

  byte[] body() {
    return message.getPayload();
  }

  /** What {@code destination} means. */
  Destination destination() {
    String text =
        Optional.ofNullable(SimpMessageHeaderAccessor.getDestination(message.getHeaders()))
            .or(() -> header("destination"))
            .orElseThrow(() -> new Refusal(RefusalCode.BAD_FRAME));
    return Destination.parse(text).orElseThrow(() -> new Refusal(RefusalCode.BAD_DESTINATION));
  }

  /** Without headers and body: a frame can carry a token or a private message. */
  @Override
  public String toString() {
    return String.valueOf(accessor.getCommand());
  }
}
