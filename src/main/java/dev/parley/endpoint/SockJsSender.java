package dev.parley.endpoint;

import dev.parley.endpoint.SockJsMessages.Outcome;
import dev.parley.identity.BearerToken;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpAsyncRequestControl;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.sockjs.transport.SockJsSession;
import org.springframework.web.socket.sockjs.transport.TransportType;
import org.springframework.web.socket.sockjs.transport.handler.AbstractTransportHandler;

/**
 * The requests by which clients without a socket send ({@code xhr_send}). Each is read on a virtual
 * thread, because it waits where its session cannot take more.
 */
final class SockJsSender extends AbstractTransportHandler {

  private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

  private final SockJsMessages messages;
  private final HandshakeToken tokens;

  SockJsSender(SockJsMessages messages, HandshakeToken tokens) {
    this.messages = messages;
    this.tokens = tokens;
  }

  @Override
  public TransportType getTransportType() {
    return TransportType.XHR_SEND;
  }

  @Override
  public boolean checkSessionType(SockJsSession session) {
    return session instanceof SockJsHttpSession;
  }

  @Override
  public void handleRequest(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      SockJsSession session) {
    SockJsHttpSession receiver = (SockJsHttpSession) session;
    if (!receiver.takesMessages(request)) {
      response.setStatusCode(HttpStatus.NOT_FOUND);
      return;
    }
    response.getHeaders().setContentType(TEXT);
    HttpServletResponse answer = ((ServletServerHttpResponse) response).getServletResponse();
    ServerHttpAsyncRequestControl control = request.getAsyncRequestControl(response);
    // Fails where the client is gone, so that it comes before there is a place to be given back.
    control.start(-1);
    if (!receiver.inbox().enter()) {
      // Each holds a connection, and a thread, for as long as the one before it.
      response.setStatusCode(HttpStatus.TOO_MANY_REQUESTS);
      control.complete();
      return;
    }
    Thread.ofVirtual()
        .name("parley-sockjs-reader")
        .start(
            () -> {
              try {
                receiver.inbox().inTurn(() -> answer(answer, receiver, read(request, receiver)));
              } catch (IOException gone) {
                // The answer finds nobody; the session notices by itself.
              } finally {
                receiver.inbox().leave();
                control.complete();
              }
            });
  }

  private Outcome read(ServerHttpRequest request, SockJsHttpSession receiver) throws IOException {
    // Not what Spring makes of it where a client forgot to say that it is no form.
    Optional<BearerToken> token = tokens.of(request);
    return messages.read(
        ((ServletServerHttpRequest) request).getServletRequest().getInputStream(),
        message -> {
          receiver.inbox().awaitOpen();
          token.ifPresent(receiver.connection()::presents);
          receiver.connection().received(message);
        });
  }

  private static void answer(
      HttpServletResponse answer, SockJsHttpSession receiver, Outcome outcome) throws IOException {
    switch (outcome) {
      case COMPLETE -> answer.setStatus(HttpServletResponse.SC_NO_CONTENT);
      case EMPTY -> refuse(answer, "Payload expected.");
      case MALFORMED -> refuse(answer, "Broken JSON encoding.");
      case TOO_LARGE -> {
        answer.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        receiver.connection().close(CloseStatus.TOO_BIG_TO_PROCESS.getCode(), "");
      }
    }
  }

  /** The status and sentences of the SockJS protocol. */
  private static void refuse(HttpServletResponse answer, String sentence) throws IOException {
    answer.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    answer.getOutputStream().write(sentence.getBytes(StandardCharsets.UTF_8));
  }
}
