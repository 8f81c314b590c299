package dev.parley.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.netty.channel.EventLoopGroup;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.concurrent.TimeUnit;

/** Puts the connections to Redis on event loops that belong to somebody else. */
public final class RedisLoops {

  private RedisLoops() {}

  /**
   * What a client of Lettuce takes its threads from; to be shut down by the caller, which leaves
   * the loops alone.
   *
   * @param names looks up hosts without blocking the loops
   */
  public static ClientResources resources(EventLoopGroup loops, AddressResolverGroup<?> names) {
    return ClientResources.builder()
        .eventLoopGroupProvider(new Lent(loops))
        .addressResolverGroup(names)
        .build();
  }

  private record Lent(EventLoopGroup loops) implements EventLoopGroupProvider {

    /** Lettuce names the class of group that Netty once had for each kind of socket. */
    @Override
    @SuppressWarnings("unchecked")
    public <T extends EventLoopGroup> T allocate(Class<T> type) {
      return (T) loops;
    }

    @Override
    public int threadPoolSize() {
      int count = 0;
      for (var _ : loops) {
        count++;
      }
      return count;
    }

    @Override
    public Future<Boolean> release(
        EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
      return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }

    @Override
    public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
      return ImmediateEventExecutor.INSTANCE.newSucceededFuture(true);
    }
  }
}
