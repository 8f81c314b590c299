package dev.parley.endpoint;

import java.util.List;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/** Brings the sessions of SockJS to the reception, and tells when they are gone. */
final class SockJsDoor implements WebSocketHandler, SubProtocolCapable {

  private final Reception reception;

  SockJsDoor(Reception reception) {
    this.reception = reception;
  }

  @Override
  public List<String> getSubProtocols() {
    return Reception.SUBPROTOCOLS;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    SockJsLine line = (SockJsLine) session;
    Arrival arrival = Arrival.in(session.getAttributes());
    SockJsConnection connection = new SockJsConnection(line, reception, arrival);
    line.takeToken().ifPresent(connection::presents);
    line.connection(connection);
    connection.begin();
  }

  /** Never called: the lines take messages in themselves, one at a time. */
  @Override
  public void handleMessage(WebSocketSession session, WebSocketMessage<?> message) {}

  /** The close that follows says enough. */
  @Override
  public void handleTransportError(WebSocketSession session, Throwable failure) {}

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    ((SockJsLine) session).connection().gone(status.getCode());
  }

  @Override
  public boolean supportsPartialMessages() {
    return false;
  }
}
