package dev.parley.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.AsyncHandlerMethodReturnValueHandler;
import org.springframework.messaging.handler.invocation.HandlerMethodReturnValueHandler;
import org.springframework.messaging.handler.invocation.HandlerMethodReturnValueHandlerComposite;

/**
 * Waits for a value that a handler promised (a {@code CompletableFuture}, a {@code Mono}): its
 * frame ends when its work does, so that RECEIPT, refusal and the session's next frame come after
 * it. Handlers run on virtual threads, where waiting costs nothing.
 */
final class AwaitedReturnValue implements HandlerMethodReturnValueHandler {

  private final AsyncHandlerMethodReturnValueHandler promises;
  private final HandlerMethodReturnValueHandler values;

  private AwaitedReturnValue(
      AsyncHandlerMethodReturnValueHandler promises, HandlerMethodReturnValueHandler values) {
    this.promises = promises;
    this.values = values;
  }

  /** The same handlers, those of promises replaced. */
  static List<HandlerMethodReturnValueHandler> in(
      List<? extends HandlerMethodReturnValueHandler> handlers) {
    List<HandlerMethodReturnValueHandler> ofValues = new ArrayList<>(handlers);
    ofValues.removeIf(AsyncHandlerMethodReturnValueHandler.class::isInstance);
    HandlerMethodReturnValueHandlerComposite values =
        new HandlerMethodReturnValueHandlerComposite();
    values.addHandlers(ofValues);
    List<HandlerMethodReturnValueHandler> all = new ArrayList<>();
    for (HandlerMethodReturnValueHandler handler : handlers) {
      all.add(
          handler instanceof AsyncHandlerMethodReturnValueHandler promises
              ? new AwaitedReturnValue(promises, values)
              : handler);
    }
    return all;
  }

  @Override
  public boolean supportsReturnType(MethodParameter returnType) {
    return promises.supportsReturnType(returnType);
  }

  @Override
  public void handleReturnValue(
      @Nullable Object returnValue, MethodParameter returnType, Message<?> message)
      throws Exception {
    if (returnValue == null) {
      return;
    }
    if (!promises.isAsyncReturnValue(returnValue, returnType)) {
      promises.handleReturnValue(returnValue, returnType, message);
      return;
    }
    CompletableFuture<?> promise = promises.toCompletableFuture(returnValue, returnType);
    if (promise != null) {
      values.handleReturnValue(await(promise), returnType.nested(), message);
    }
  }

  private static @Nullable Object await(CompletableFuture<?> promise) throws Exception {
    try {
      return promise.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      throw end;
    }
  }
}
