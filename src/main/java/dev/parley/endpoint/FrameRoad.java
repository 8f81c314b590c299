package dev.parley.endpoint;

import dev.parley.limit.Pace;
import dev.parley.protocol.Destination;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.RefusalFrames.Refused;
import dev.parley.protocol.StompFrame;
import dev.parley.protocol.StompVersion;
import dev.parley.session.Session;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaderAccessor;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.InvalidMimeTypeException;

/**
 * The way of one frame through the inbound channel: interceptors, handler, and then its RECEIPT or
 * its refusal. The same for every door.
 */
final class FrameRoad {

  private static final Logger LOG = LoggerFactory.getLogger(FrameRoad.class);
  private static final String CONTENT_TYPE = "content-type";

  private final MessageChannel inbound;
  private final Replies replies;
  private final SessionEvents events;
  private final Metrics metrics;

  FrameRoad(MessageChannel inbound, Replies replies, SessionEvents events, Metrics metrics) {
    this.inbound = inbound;
    this.replies = replies;
    this.events = events;
    this.metrics = metrics;
  }

  /**
   * Never throws; the stage never fails. Everything that is wrong with a frame ends here.
   *
   * @param read when the frame was read, {@link System#nanoTime}
   */
  CompletionStage<?> travel(StompFrame frame, long read, Conversation conversation) {
    conversation.handles(read);
    if (!conversation.session().isOpen()) {
      return Receipt.PLAIN;
    }
    Message<byte[]> message = message(frame, conversation);
    Inbound view = Inbound.of(message).orElseThrow();
    return handled(frame, message, conversation)
        .handle(
            (receipt, failure) -> {
              if (failure == null) {
                events.handled(view);
                replies.receipt(view, receipt);
              } else {
                refuse(frame, conversation, refusalIn(failure, conversation.session()));
              }
              return receipt;
            });
  }

  /** Bytes that are no frame: the connection ends. */
  void refuse(Conversation conversation, Refusal refusal) {
    Refused nothing = new Refused(Optional.empty(), Optional.empty(), Optional.empty());
    replies.refuse(conversation, refusal, nothing, false);
  }

  private CompletionStage<Receipt> handled(
      StompFrame frame, Message<byte[]> message, Conversation conversation) {
    try {
      conversation.pace().ifPresent(pace -> count(frame, pace));
      boolean sent = inbound.send(message);
      CompletionStage<Receipt> outcome = conversation.takeOutcome();
      // An application's interceptor may drop a frame without a word; then there is no RECEIPT.
      return sent ? outcome : CompletableFuture.completedFuture(Receipt.SENT);
    } catch (RuntimeException failure) {
      conversation.takeOutcome();
      Refusal refusal = refusalIn(failure, conversation.session());
      if (isPublication(frame)) {
        metrics.notPublished(refusal.code());
      }
      return CompletableFuture.failedFuture(refusal);
    }
  }

  /** What can be refused and gone without is; the others only delay what comes after them. */
  private static void count(StompFrame frame, Pace pace) {
    switch (frame.command()) {
      case "SEND", "SUBSCRIBE" -> pace.take(frame.weight());
      case "CONNECT", "STOMP", "DISCONNECT" -> {}
      default -> pace.note(frame.weight());
    }
  }

  private void refuse(StompFrame frame, Conversation conversation, Refusal refusal) {
    boolean subscribe = frame.command().equals("SUBSCRIBE");
    Optional<String> receipt = frame.header("receipt");
    if (frame.command().equals("SEND")) {
      frame
          .header("transaction")
          .map(conversation.transactions()::get)
          .ifPresent(transaction -> transaction.doom(refusal));
    }
    Refused refused =
        new Refused(
            frame.header("destination"),
            receipt,
            subscribe ? frame.header("id") : Optional.empty());
    // Whoever says CONNECT waits for an answer, whatever it is.
    boolean awaited = subscribe || receipt.isPresent() || isConnect(frame);
    replies.refuse(conversation, refusal, refused, awaited);
  }

  private static boolean isPublication(StompFrame frame) {
    return frame.command().equals("SEND")
        && frame.header("destination").filter(to -> to.startsWith("/app/")).isEmpty();
  }

  private static boolean isConnect(StompFrame frame) {
    return frame.command().equals("CONNECT") || frame.command().equals("STOMP");
  }

  private static Refusal refusalIn(Throwable failure, Session session) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refusal;
      }
    }
    SessionFields.add(LOG.atError(), session).setCause(failure).log("A frame could not be handled");
    return new Refusal(RefusalCode.UNAVAILABLE);
  }

  private static Message<byte[]> message(StompFrame frame, Conversation conversation) {
    Session session = conversation.session();
    StompHeaderAccessor accessor = accessor(frame);
    if (session.version() == StompVersion.V1_0 && frame.command().endsWith("SUBSCRIBE")) {
      // There a subscription may be known by its destination alone.
      frame
          .header("id")
          .or(() -> frame.header("destination"))
          .ifPresent(accessor::setSubscriptionId);
    }
    accessor.setSessionId(session.id());
    accessor.setSessionAttributes(conversation.attributes());
    session.user().ifPresent(accessor::setUser);
    accessor.setHeader(Conversation.HEADER, conversation);
    accessor.setLeaveMutable(true);
    return MessageBuilder.createMessage(frame.body(), accessor.getMessageHeaders());
  }

  private static StompHeaderAccessor accessor(StompFrame frame) {
    Map<String, List<String>> headers = HashMap.newHashMap(frame.headers().size());
    frame.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    StompCommand command = StompCommand.valueOf(frame.command());
    try {
      return StompHeaderAccessor.create(command, headers);
    } catch (InvalidMimeTypeException any) {
      // Any content-type may travel; one that Spring cannot read is set past its parser.
      headers.remove(CONTENT_TYPE);
      StompHeaderAccessor accessor = StompHeaderAccessor.create(command, headers);
      frame.header(CONTENT_TYPE).ifPresent(type -> accessor.setNativeHeader(CONTENT_TYPE, type));
      return accessor;
    }
  }

  /** Whether the frame brings a token, whose key may have to be fetched. */
  static boolean hasToken(StompFrame frame) {
    return isConnect(frame)
        || (frame.command().equals("SEND")
            && frame.header("destination").equals(Optional.of(Destination.TOKEN)));
  }

  /** Whether the frame runs an application's code, which may block. */
  static boolean isForApplication(StompFrame frame, Conversation conversation) {
    return switch (frame.command()) {
      case "SEND", "SUBSCRIBE" ->
          frame
              .header("destination")
              .flatMap(Destination::parse)
              .filter(Destination.Application.class::isInstance)
              .isPresent();
      case "COMMIT" ->
          frame
              .header("transaction")
              .map(conversation.transactions()::get)
              .filter(Transaction::hasHandlers)
              .isPresent();
      default -> false;
    };
  }
}
