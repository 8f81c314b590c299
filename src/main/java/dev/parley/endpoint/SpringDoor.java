package dev.parley.endpoint;

import java.util.List;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * Names the subprotocols of the door, so that Spring negotiates them; the sockets themselves are
 * {@link JettyConnection}s.
 */
final class SpringDoor implements WebSocketHandler, SubProtocolCapable {

  @Override
  public List<String> getSubProtocols() {
    return Reception.SUBPROTOCOLS;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {}

  @Override
  public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {}

  @Override
  public void handleTransportError(WebSocketSession session, Throwable exception) {}

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {}

  @Override
  public boolean supportsPartialMessages() {
    return false;
  }
}
