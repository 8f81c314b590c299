package dev.parley.fastdoor;

import dev.parley.protocol.OutFrame;
import dev.parley.session.DeliveryTimes;
import dev.parley.session.LoopLane;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** What the fast door has on each of the event loops: a lane, and what its sockets share. */
final class Desks {

  /**
   * What the sockets of a loop share.
   *
   * @param lane where their sessions are written to
   * @param bytes what a round writes to them
   * @param compressed the same for those that have agreed on compression
   */
  record Desk(LoopLane lane, SharedBytes bytes, SharedBytes compressed) {}

  private final Map<EventExecutor, Desk> desks = new HashMap<>();

  Desks(EventLoopGroup loops, ByteBufAllocator memory, DeliveryTimes times) {
    loops.forEach(loop -> desks.put(loop, desk((EventLoop) loop, memory, times)));
  }

  private static Desk desk(EventLoop loop, ByteBufAllocator memory, DeliveryTimes times) {
    return new Desk(
        new LoopLane(new NettyLoop(loop), times),
        new SharedBytes(OutFrame::webSocketMessage, loop, memory),
        new SharedBytes(OutFrame::compressedMessage, loop, memory));
  }

  Desk of(EventLoop loop) {
    return Objects.requireNonNull(desks.get(loop));
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
