package dev.parley.endpoint;

import dev.parley.identity.TokenVerifier;
import dev.parley.protocol.FrameLimits;
import dev.parley.session.Connection;
import dev.parley.session.SocketLane;
import java.util.List;
import java.util.concurrent.Executor;

/** Where every door brings its connections: each becomes a session and a conversation. */
public final class Reception {

  /** The WebSocket subprotocols that clients may name; who names none speaks STOMP all the same. */
  public static final List<String> SUBPROTOCOLS = List.of("v12.stomp", "v11.stomp", "v10.stomp");

  private final Conversations conversations;
  private final FrameRoad road;
  private final Farewell farewell;
  private final FrameLimits limits;
  private final boolean tokensMayBlock;

  /** Runs what may block: an application's handlers, and tokens whose key must be fetched. */
  private final Executor blocking = task -> Thread.ofVirtual().name("parley-handler").start(task);

  private volatile boolean closed;

  Reception(
      Conversations conversations,
      FrameRoad road,
      Farewell farewell,
      FrameLimits limits,
      TokenVerifier tokens) {
    this.conversations = conversations;
    this.road = road;
    this.farewell = farewell;
    this.limits = limits;
    this.tokensMayBlock = tokens.mayBlock();
  }

  /** Takes in a connection that has just been opened; {@link Visit#begin} follows. */
  Visit welcome(Connection connection, Arrival arrival) {
    return new Visit(this, conversations.open(connection, arrival), limits);
  }

  /** The same for one that has to be written to in this lane. */
  public Visit welcome(Connection connection, Arrival arrival, SocketLane lane) {
    return new Visit(this, conversations.open(connection, arrival, lane), limits);
  }

  /** Whether handshakes are refused because the service stops. */
  public boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  FrameRoad road() {
    return road;
  }

  Farewell farewell() {
    return farewell;
  }

  Executor blocking() {
    return blocking;
  }

  boolean tokensMayBlock() {
    return tokensMayBlock;
  }
}
