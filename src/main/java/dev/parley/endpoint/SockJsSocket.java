package dev.parley.endpoint;

import java.util.Map;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.adapter.jetty.JettyWebSocketHandlerAdapter;
import org.springframework.web.socket.adapter.jetty.JettyWebSocketSession;

/** Jetty's end of a SockJS session inside a WebSocket; it reads on only when the session may. */
public final class SockJsSocket extends JettyWebSocketHandlerAdapter {

  /** JSON may need six characters for one: twice three, as the limit is twice a frame already. */
  private static final int QUOTING = 3;

  private final SockJsSocketSession session;
  private final JettyWebSocketSession socket;
  private @Nullable Session jetty;

  SockJsSocket(WebSocketHandler handler, Map<String, Object> attributes) {
    this(handler, SockJsSocketSession.in(attributes), new JettyWebSocketSession(attributes));
  }

  private SockJsSocket(
      WebSocketHandler handler, SockJsSocketSession session, JettyWebSocketSession socket) {
    super(handler, socket);
    this.session = session;
    this.socket = socket;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    jetty = opened;
    opened.setMaxTextMessageSize(QUOTING * opened.getMaxTextMessageSize());
    opened.setMaxFrameSize(QUOTING * opened.getMaxFrameSize());
    // Jetty would drop a frame to be sent that is longer than that.
    opened.setAutoFragment(true);
    super.onWebSocketOpen(opened);
    session.opened();
  }

  @Override
  public void onWebSocketText(String payload) {
    session.handleMessage(new TextMessage(payload), socket);
    Session open = jetty;
    if (open != null && session.mayRead() && open.isOpen()) {
      open.demand();
    }
  }
}
