package dev.parley.fastdoor;

import dev.parley.protocol.OutFrame;
import dev.parley.session.DeliveryTimes;
import dev.parley.session.LoopLane;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The event loops of the fast door, native where the system has it, each with its lane. */
final class Loops implements AutoCloseable {

  private static final int LEAVE_SECONDS = 2;

  /**
   * What the sockets of a loop share.
   *
   * @param lane where their sessions are written to
   * @param bytes what a round writes to them
   * @param compressed the same for those that have agreed on compression
   */
  record Desk(LoopLane lane, SharedBytes bytes, SharedBytes compressed) {}

  private final Map<EventExecutor, Desk> desks = new HashMap<>();
  private final boolean isNative = Epoll.isAvailable();
  private final EventLoopGroup group;

  Loops(int count, ByteBufAllocator memory, DeliveryTimes times) {
    IoHandlerFactory io = isNative ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("parley-door"), io);
    group.forEach(loop -> desks.put(loop, desk((EventLoop) loop, memory, times)));
  }

  private static Desk desk(EventLoop loop, ByteBufAllocator memory, DeliveryTimes times) {
    return new Desk(
        new LoopLane(new NettyLoop(loop), times),
        new SharedBytes(OutFrame::webSocketMessage, loop, memory),
        new SharedBytes(OutFrame::compressedMessage, loop, memory));
  }

  EventLoopGroup group() {
    return group;
  }

  Class<? extends ServerChannel> listener() {
    return isNative ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  Desk of(EventLoop loop) {
    return Objects.requireNonNull(desks.get(loop));
  }

  /** Ends what is still open, and waits for it. */
  @Override
  public void close() {
    group
        .shutdownGracefully(0, LEAVE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(LEAVE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public String toString() {
    return desks.size() + (isNative ? " epoll" : " NIO") + " loops";
  }

  private record NettyLoop(EventLoop loop) implements LoopLane.Loop {

    @Override
    public boolean isCurrent() {
      return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
      loop.execute(task);
    }

    /** What is scheduled for now runs in the next round, once its sockets were served. */
    @Override
    public void nextRound(Runnable task) {
      var _ = loop.schedule(task, 0, TimeUnit.NANOSECONDS);
    }
  }
}
