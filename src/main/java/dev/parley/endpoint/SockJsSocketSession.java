package dev.parley.endpoint;

import dev.parley.endpoint.SockJsMessages.Outcome;
import dev.parley.identity.BearerToken;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.sockjs.frame.SockJsFrame;
import org.springframework.web.socket.sockjs.transport.SockJsServiceConfig;
import org.springframework.web.socket.sockjs.transport.session.WebSocketServerSockJsSession;

/** A SockJS session inside a WebSocket. */
final class SockJsSocketSession extends WebSocketServerSockJsSession implements SockJsLine {

  /** How long the client may take to answer a close before its socket is cut. */
  private static final int CLOSE_SECONDS = 5;

  private final ReadingPause reading = new ReadingPause();
  private final SockJsMessages messages;
  private volatile @Nullable SockJsConnection connection;
  private volatile Optional<BearerToken> token;
  private volatile boolean opened;

  SockJsSocketSession(
      String id,
      SockJsServiceConfig config,
      WebSocketHandler handler,
      Map<String, Object> attributes,
      SockJsMessages messages) {
    super(id, config, handler, attributes);
    this.messages = messages;
    this.token = HandshakeToken.takeFrom(getAttributes());
    // By its attributes the WebSocket finds its session.
    getAttributes().put(SockJsSocketSession.class.getName(), this);
  }

  static SockJsSocketSession in(Map<String, Object> attributes) {
    Object session = attributes.get(SockJsSocketSession.class.getName());
    if (session instanceof SockJsSocketSession socket) {
      return socket;
    }
    throw new IllegalStateException("Not a WebSocket of SockJS");
  }

  /** Nobody before CONNECT; Spring would ask a WebSocket that is not open yet. */
  @Override
  public @Nullable Principal getPrincipal() {
    return null;
  }

  /** Unknown before the WebSocket is open, for the same reason. */
  @Override
  public @Nullable InetSocketAddress getRemoteAddress() {
    return opened ? super.getRemoteAddress() : null;
  }

  @Override
  public String way() {
    return "websocket";
  }

  @Override
  public SockJsConnection connection() {
    SockJsConnection open = connection;
    if (open == null) {
      throw new IllegalStateException("The session is not open yet");
    }
    return open;
  }

  @Override
  public void connection(SockJsConnection open) {
    connection = open;
  }

  @Override
  public Optional<BearerToken> takeToken() {
    Optional<BearerToken> taken = token;
    token = Optional.empty();
    return taken;
  }

  /** Only now it may be closed as well: Jetty cuts who is closed before it has begun to read. */
  void opened() {
    opened = true;
    connection().goOn();
  }

  @Override
  public void handleMessage(TextMessage message, WebSocketSession socket) {
    if (message.getPayloadLength() == 0) {
      return;
    }
    Outcome outcome = messages.read(message.getPayload(), connection()::received);
    if (outcome != Outcome.COMPLETE) {
      boolean large = outcome == Outcome.TOO_LARGE;
      CloseStatus status = large ? CloseStatus.TOO_BIG_TO_PROCESS : CloseStatus.BAD_DATA;
      connection().close(status.getCode(), "");
    }
  }

  /** The next message is read now, or when the pause is over. */
  boolean mayRead() {
    return reading.mayRead();
  }

  @Override
  public void pauseReading(boolean pause) {
    Session socket = socket();
    if (reading.pause(pause) && socket != null && socket.isOpen()) {
      socket.demand();
    }
  }

  @Override
  public boolean send(List<String> texts) {
    if (!opened || !isActive()) {
      return false;
    }
    writeFrame(SockJsFrame.messageFrame(getMessageCodec(), texts.toArray(String[]::new)));
    return true;
  }

  @Override
  public boolean end(CloseStatus status) {
    if (!opened) {
      return false;
    }
    closeQuietly(status);
    CompletableFuture.delayedExecutor(CLOSE_SECONDS, TimeUnit.SECONDS).execute(this::disconnect);
    return true;
  }

  @Override
  public void cut() {
    disconnect();
    closeQuietly(CloseStatus.SESSION_NOT_RELIABLE);
  }

  private void disconnect() {
    Session socket = socket();
    if (socket != null) {
      socket.disconnect();
    }
  }

  private @Nullable Session socket() {
    return getNativeSession(Session.class);
  }

  private void closeQuietly(CloseStatus status) {
    try {
      close(status);
    } catch (IOException gone) {
      // Then it is closed.
    }
  }
}
