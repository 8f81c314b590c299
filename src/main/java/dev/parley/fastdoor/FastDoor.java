package dev.parley.fastdoor;

import dev.parley.endpoint.LimitSettings;
import dev.parley.endpoint.Reception;
import dev.parley.loop.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * The listener of {@code parley.socket.port}: {@code /ws} for WebSockets, and nothing else. It
 * opens after the HTTP port and ends before it, when every session has been told to come back.
 */
public final class FastDoor implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(FastDoor.class);

  /** What may be waiting to be accepted when thousands of clients come back at once. */
  private static final int ACCEPT_QUEUE = 4096;

  /** What is read at once, by how much the socket brings; an idle one holds nothing. */
  private static final AdaptiveRecvByteBufAllocator READ =
      new AdaptiveRecvByteBufAllocator(64, 512, 16 * 1024);

  private final SocketSettings settings;
  private final Surroundings surroundings;
  private final HandshakeRules rules;
  private final Reception reception;
  private final LimitSettings limits;
  private final EventLoops loops;
  private volatile @Nullable Channel listening;

  FastDoor(
      SocketSettings settings,
      Surroundings surroundings,
      HandshakeRules rules,
      Reception reception,
      LimitSettings limits,
      EventLoops loops) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.rules = rules;
    this.reception = reception;
    this.limits = limits;
    this.loops = loops;
  }

  /** Where it listens; empty while it does not. */
  public Optional<InetSocketAddress> place() {
    return Optional.ofNullable(listening).map(open -> (InetSocketAddress) open.localAddress());
  }

  @Override
  public int getPhase() {
    return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE + 1;
  }

  @Override
  public boolean isAutoStartup() {
    return settings.isWanted();
  }

  @Override
  public boolean isRunning() {
    return listening != null;
  }

  @Override
  public void start() {
    Optional<DoorTls> tls = surroundings.tls(settings.ssl());
    ChannelFuture bound = listener(tls).bind(wanted()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new DoorStaysShut(
          "Port " + settings.port() + " is taken: set parley.socket.port to another one, or to -1.",
          bound.cause());
    }
    listening = bound.channel();
    String how = tls.isPresent() ? "with TLS" : "without TLS";
    int port = place().map(InetSocketAddress::getPort).orElse(settings.port());
    LOG.info("The fast door listens on port {}, {}, on {}", port, how, loops);
  }

  /** Takes nobody any more; what is still open ends with the event loops. */
  @Override
  public void stop() {
    Channel open = listening;
    listening = null;
    if (open != null) {
      open.close().awaitUninterruptibly();
    }
  }

  private InetSocketAddress wanted() {
    return surroundings
        .address()
        .map(host -> new InetSocketAddress(host, settings.port()))
        .orElseGet(() -> new InetSocketAddress(settings.port()));
  }

  private ServerBootstrap listener(Optional<DoorTls> tls) {
    Desks desks = new Desks(loops.group(), ByteBufAllocator.DEFAULT, surroundings.times());
    // Sessions count what waits; what they have given to a socket is at most a round and a frame.
    int most = Math.max(limits.sendBufferBytes(), 1024 * 1024);
    return new ServerBootstrap()
        .group(loops.group())
        .channel(loops.listener())
        .option(ChannelOption.SO_BACKLOG, ACCEPT_QUEUE)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR, READ)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(most, most))
        .childHandler(new Entrance(rules, reception, limits, desks, tls));
  }
}
