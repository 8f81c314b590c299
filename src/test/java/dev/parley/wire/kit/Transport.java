package dev.parley.wire.kit;

import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;

/** The ways in which a client can reach {@code /ws}. */
public enum Transport {
  WEBSOCKET,
  SOCKJS_WEBSOCKET,
  XHR_STREAMING,
  XHR_POLLING,
  EVENTSOURCE;

  /** Opens a wire at a base such as {@code http://localhost:8080}; a refusal fails the test. */
  public Wire open(URI base) {
    return open(base, this == WEBSOCKET ? Handshake.stomp() : Handshake.bare());
  }

  /** The same with headers of the caller's, which SockJS sends with every request. */
  public Wire open(URI base, Handshake handshake) {
    URI endpoint = endpoint(base);
    return switch (this) {
      case WEBSOCKET -> opened(RawWebSocket.open(endpoint, handshake));
      case SOCKJS_WEBSOCKET -> SockJsWebSocketWire.open(session(endpoint), handshake);
      case XHR_STREAMING -> http(endpoint, Downstream.XHR_STREAMING, handshake);
      case XHR_POLLING -> http(endpoint, Downstream.XHR, handshake);
      case EVENTSOURCE -> http(endpoint, Downstream.EVENTSOURCE, handshake);
    };
  }

  public boolean isSockJs() {
    return this != WEBSOCKET;
  }

  /** The path {@code /ws} under a base with or without a slash at its end. */
  public static URI endpoint(URI base) {
    return URI.create(base.toString().replaceAll("/+$", "") + "/ws");
  }

  /** A new SockJS session's address under the endpoint. */
  public static URI session(URI endpoint) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String session = Long.toString(random.nextLong(Long.MAX_VALUE), 36);
    return URI.create("%s/%03d/s%s".formatted(endpoint, random.nextInt(1000), session));
  }

  private static Wire http(URI endpoint, Downstream downstream, Handshake handshake) {
    return SockJsHttpWire.open(session(endpoint), downstream, handshake);
  }

  private static Wire opened(RawWebSocket socket) {
    if (socket.answer().status() != 101) {
      throw new AssertionError("the handshake was answered with " + socket.answer());
    }
    return socket;
  }
}
