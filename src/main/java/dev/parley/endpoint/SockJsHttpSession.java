package dev.parley.endpoint;

import dev.parley.identity.BearerToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.sockjs.frame.SockJsFrame;
import org.springframework.web.socket.sockjs.frame.SockJsFrameFormat;
import org.springframework.web.socket.sockjs.transport.SockJsServiceConfig;
import org.springframework.web.socket.sockjs.transport.session.AbstractHttpSockJsSession;

/**
 * A SockJS session whose frames leave in answers to HTTP requests. Spring's own would keep up to a
 * number of messages, however large, until the client asks; this one keeps none, and never loses a
 * close code because nobody was asking at that moment.
 */
final class SockJsHttpSession extends AbstractHttpSockJsSession implements SockJsLine {

  private final SockJsTransport transport;
  private final SockJsInbox inbox = new SockJsInbox();
  private final SockJsRepetitions asked = new SockJsRepetitions();
  private final SockJsRepetitions sent = new SockJsRepetitions();
  private volatile @Nullable SockJsConnection connection;
  private volatile @Nullable CloseStatus farewell;
  private volatile @Nullable EndPoint endPoint;
  private volatile Optional<BearerToken> token;
  private int written;

  SockJsHttpSession(
      String id,
      SockJsServiceConfig config,
      WebSocketHandler handler,
      Map<String, Object> attributes,
      SockJsTransport transport) {
    super(id, config, handler, attributes);
    this.transport = transport;
    this.token = HandshakeToken.takeFrom(getAttributes());
  }

  SockJsTransport transport() {
    return transport;
  }

  @Override
  public String way() {
    return transport.way();
  }

  /** Where messages come in. */
  SockJsInbox inbox() {
    return inbox;
  }

  /**
   * Whether messages may come in with this request. Who waits for the open frame always finds it
   * so; who does not may come in between Spring's opening of the session and ours. After a
   * repetition nobody knows what the client has sent and heard, so that it has to begin anew.
   */
  boolean takesMessages(ServerHttpRequest request) {
    if (!isOpen() || connection == null) {
      return false;
    }
    if (sent.isRepeated(request)) {
      cut();
      return false;
    }
    return true;
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

  /** The client asks for frames. */
  void receive(ServerHttpRequest request, ServerHttpResponse response) throws IOException {
    SockJsFrameFormat format = transport.format();
    if (isActive()) {
      // Asked outside the lock as well, which a write that hangs may hold.
      answer(response, format, SockJsFrame.closeFrameAnotherConnectionOpen());
      return;
    }
    synchronized (responseLock) {
      if (!isActive() && asked.isRepeated(request)) {
        // What the first answer held is lost.
        closeQuietly(CloseStatus.SESSION_NOT_RELIABLE);
      }
      if (isClosed()) {
        answer(response, format, lastFrame());
        return;
      }
      if (isActive()) {
        answer(response, format, SockJsFrame.closeFrameAnotherConnectionOpen());
        return;
      }
      endPoint = endPoint(request);
      if (isNew()) {
        handleInitialRequest(request, response, format);
      } else {
        handleSuccessiveRequest(request, response, format);
      }
    }
    connection().goOn();
  }

  /** For a client that missed the close frame and asks again. */
  private SockJsFrame lastFrame() {
    CloseStatus last = farewell;
    return last == null
        ? SockJsFrame.closeFrameGoAway()
        : SockJsFrame.closeFrame(last.getCode(), last.getReason());
  }

  private static void answer(
      ServerHttpResponse response, SockJsFrameFormat format, SockJsFrame frame) throws IOException {
    response.getBody().write(format.format(frame).getBytes(SockJsFrame.CHARSET));
  }

  private static EndPoint endPoint(ServerHttpRequest request) {
    return ServletContextRequest.getServletContextRequest(
            ((ServletServerHttpRequest) request).getServletRequest())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint();
  }

  @Override
  protected void handleRequestInternal(
      ServerHttpRequest request, ServerHttpResponse response, boolean initialRequest)
      throws IOException {
    written = 0;
    byte[] prelude = transport.prelude();
    if (prelude.length > 0) {
      response.getBody().write(prelude);
      response.flush();
    }
    if (initialRequest) {
      writeFrame(SockJsFrame.openFrame());
    }
    scheduleHeartbeat();
  }

  @Override
  public boolean send(List<String> messages) {
    synchronized (responseLock) {
      if (!isActive()) {
        return false;
      }
      writeFrame(SockJsFrame.messageFrame(getMessageCodec(), messages.toArray(String[]::new)));
      return true;
    }
  }

  @Override
  protected void writeFrame(SockJsFrame frame) {
    super.writeFrame(frame);
    written += frame.getContentBytes().length;
    if (written >= transport.answerBytes()) {
      asked.awaitNext();
      resetRequest();
    }
  }

  /** Nothing is ever in Spring's cache: {@link #send} is the only way in. */
  @Override
  protected void flushCache() {}

  @Override
  public boolean end(CloseStatus status) {
    synchronized (responseLock) {
      if (!isActive()) {
        return false;
      }
      farewell = status;
      closeQuietly(status);
      return true;
    }
  }

  @Override
  public void cut() {
    EndPoint socket = endPoint;
    if (isActive() && socket != null) {
      socket.close();
    }
    closeQuietly(CloseStatus.SESSION_NOT_RELIABLE);
  }

  private void closeQuietly(CloseStatus status) {
    try {
      close(status);
    } catch (IOException gone) {
      // Then it is closed.
    }
  }

  @Override
  public void pauseReading(boolean pause) {
    inbox.pause(pause);
  }
}
