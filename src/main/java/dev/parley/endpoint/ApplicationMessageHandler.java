package dev.parley.endpoint;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionException;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.DestinationPatternsMessageCondition;
import org.springframework.messaging.handler.HandlerMethod;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.HandlerMethodReturnValueHandler;
import org.springframework.messaging.handler.invocation.HandlerMethodReturnValueHandlerComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.messaging.simp.SimpMessageMappingInfo;
import org.springframework.messaging.simp.SimpMessageSendingOperations;
import org.springframework.messaging.support.ExecutorSubscribableChannel;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.web.socket.messaging.WebSocketAnnotationMethodMessageHandler;

/**
 * Calls an application's {@code @MessageMapping} and {@code @SubscribeMapping} methods, as in
 * Spring's reference, but what goes wrong is an answer and not only a line in the log.
 *
 * <p>When {@link #handleMessage} returns, the handler has done its work and what it sent is logged,
 * promised values included; it throws a {@link Refusal} where no handler matches ({@code
 * bad-destination}), where the frame cannot become the handler's arguments ({@code bad-header}) and
 * where the handler fails ({@code unavailable}, logged once). What a
 * {@code @MessageExceptionHandler} takes counts as handled; a Refusal that a handler throws goes to
 * the client as it is.
 *
 * <p>It may block as long as the handler does: to be called on a virtual thread.
 */
final class ApplicationMessageHandler extends WebSocketAnnotationMethodMessageHandler
    implements ApplicationHandlers {

  private static final Logger LOG = LoggerFactory.getLogger(ApplicationMessageHandler.class);

  private final HandlerMethodArgumentResolverComposite arguments =
      new HandlerMethodArgumentResolverComposite();
  private final HandlerMethodReturnValueHandlerComposite values =
      new HandlerMethodReturnValueHandlerComposite();

  ApplicationMessageHandler(
      MessageChannel clientOutboundChannel, SimpMessageSendingOperations brokerTemplate) {
    // Not the inbound channel itself: the frame handler calls when a frame's turn has come.
    super(new ExecutorSubscribableChannel(), clientOutboundChannel, brokerTemplate);
  }

  @Override
  public void afterPropertiesSet() {
    super.afterPropertiesSet();
    arguments.addResolvers(getArgumentResolvers());
    values.addHandlers(getReturnValueHandlers());
  }

  @Override
  protected List<? extends HandlerMethodReturnValueHandler> initReturnValueHandlers() {
    return AwaitedReturnValue.in(super.initReturnValueHandlers());
  }

  @Override
  public boolean serve(Message<?> message) {
    MessageHeaderAccessor headers = MessageHeaderAccessor.getMutableAccessor(message);
    headers.setHeader(
        DestinationPatternsMessageCondition.LOOKUP_DESTINATION_HEADER,
        getLookupDestination(getDestination(message)));
    Message<?> sought =
        MessageBuilder.createMessage(message.getPayload(), headers.getMessageHeaders());
    return getHandlerMethods().keySet().stream()
        .anyMatch(mapping -> getMatchingMapping(mapping, sought) != null);
  }

  @Override
  protected void handleNoMatch(
      Set<SimpMessageMappingInfo> mappings, String lookupDestination, Message<?> message) {
    throw new Refusal(RefusalCode.BAD_DESTINATION);
  }

  @Override
  protected void processHandlerMethodException(
      HandlerMethod handler, Exception failure, Message<?> message) {
    if (failure instanceof Refusal refusal) {
      throw refusal;
    }
    InvocableHandlerMethod taker = getExceptionHandlerMethod(handler, failure);
    if (taker == null) {
      throw refusal(handler, failure, message);
    }
    try {
      take(taker, handler, failure, message);
    } catch (Refusal refusal) {
      throw refusal;
    } catch (Exception second) {
      second.addSuppressed(failure);
      throw unavailable(taker, second, message);
    }
  }

  private void take(
      InvocableHandlerMethod taker, HandlerMethod handler, Exception failure, Message<?> message)
      throws Exception {
    taker.setMessageMethodArgumentResolvers(arguments);
    Throwable cause = failure.getCause();
    Object answer =
        cause == null
            ? taker.invoke(message, failure, handler)
            : taker.invoke(message, failure, cause, handler);
    MethodParameter type = taker.getReturnType();
    if (type.getParameterType() != void.class) {
      values.handleReturnValue(answer, type, message);
    }
  }

  private static Refusal refusal(HandlerMethod handler, Exception failure, Message<?> message) {
    if (isOfTheClient(failure)) {
      LOG.debug("{} cannot take what a client sent: {}", handler, failure.getClass());
      return new Refusal(RefusalCode.BAD_HEADER);
    }
    return unavailable(handler, failure, message);
  }

  private static Refusal unavailable(HandlerMethod handler, Exception failure, Message<?> message) {
    LoggingEventBuilder line = LOG.atError().setCause(withoutMessage(failure));
    Inbound.of(message).ifPresent(frame -> SessionFields.add(line, frame.session()));
    line.log("{} failed", handler);
    return new Refusal(RefusalCode.UNAVAILABLE);
  }

  /** Whether the frame could not become the handler's arguments. */
  private static boolean isOfTheClient(Exception failure) {
    return switch (failure) {
      case MethodArgumentResolutionException argument -> true;
      // Of what the handler returned, there is no message yet.
      case MessageConversionException payload -> payload.getFailedMessage() != null;
      case MessageHandlingException missing -> missing.getCause() == null;
      case ConversionException header -> true;
      default -> false;
    };
  }

  /** Spring's own exceptions print the whole message, and a log is no place for that. */
  private static Throwable withoutMessage(Exception failure) {
    boolean prints =
        failure instanceof MessagingException spring && spring.getFailedMessage() != null;
    return prints && failure.getCause() != null ? failure.getCause() : failure;
  }
}
