package dev.parley.loop;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * One event loop per processor, native where the system has it, for all sockets of a node: those of
 * the fast door's clients, of Redis and of the broker. What comes in at one and leaves at another
 * then often does so on one thread, and to wake a second one costs more than what it has to do.
 *
 * <p>Nothing may block them. Names of hosts are looked up elsewhere ({@link #names}).
 */
public final class EventLoops implements AutoCloseable {

  private static final int LEAVE_SECONDS = 2;

  private final boolean isNative = Epoll.isAvailable();
  private final AddressResolverGroup<InetSocketAddress> names = new PatientNames();
  private final EventLoopGroup group;

  public EventLoops(int count) {
    IoHandlerFactory io = isNative ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group =
        new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("parley-loop", true), io);
  }

  /** As many as the JVM has processors. */
  public static EventLoops forThisMachine() {
    return new EventLoops(Runtime.getRuntime().availableProcessors());
  }

  public EventLoopGroup group() {
    return group;
  }

  /** What listens on these loops. */
  public Class<? extends ServerSocketChannel> listener() {
    return isNative ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** What connects on these loops. */
  public Class<? extends SocketChannel> socket() {
    return isNative ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  /** For whoever connects: looks up names without holding up a loop. */
  public AddressResolverGroup<InetSocketAddress> names() {
    return names;
  }

  /** Ends what is still open, and waits for it, up to 2 s. */
  @Override
  public void close() {
    names.close();
    group
        .shutdownGracefully(0, LEAVE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(LEAVE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public String toString() {
    return isNative ? "epoll" : "NIO";
  }
}
