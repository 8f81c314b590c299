package dev.parley.endpoint;

import java.io.IOException;
import java.util.Map;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.sockjs.SockJsTransportFailureException;
import org.springframework.web.socket.sockjs.transport.SockJsSession;
import org.springframework.web.socket.sockjs.transport.SockJsSessionFactory;
import org.springframework.web.socket.sockjs.transport.TransportType;
import org.springframework.web.socket.sockjs.transport.handler.AbstractTransportHandler;

/** The requests of one transport by which clients ask for frames. */
final class SockJsReceiver extends AbstractTransportHandler implements SockJsSessionFactory {

  private final SockJsTransport transport;

  SockJsReceiver(SockJsTransport transport) {
    this.transport = transport;
  }

  @Override
  public TransportType getTransportType() {
    return transport.type();
  }

  @Override
  public boolean checkSessionType(SockJsSession session) {
    return session instanceof SockJsHttpSession http && http.transport() == transport;
  }

  @Override
  public SockJsSession createSession(
      String sessionId, WebSocketHandler handler, Map<String, Object> attributes) {
    return new SockJsHttpSession(sessionId, getServiceConfig(), handler, attributes, transport);
  }

  @Override
  public void handleRequest(
      ServerHttpRequest request,
      ServerHttpResponse response,
      WebSocketHandler handler,
      SockJsSession session) {
    response.getHeaders().setContentType(transport.content());
    try {
      ((SockJsHttpSession) session).receive(request, response);
    } catch (IOException gone) {
      throw new SockJsTransportFailureException("The client is gone", session.getId(), gone);
    }
  }
}
