package dev.parley.fastdoor;

import dev.parley.protocol.OutFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * The frames that one loop writes in one round, outside of the heap: a frame is copied there once,
 * however many sockets get it, and not once for each of them. Touched in the loop only.
 */
final class SharedBytes {

  private final IdentityHashMap<OutFrame, ByteBuf> round = new IdentityHashMap<>();
  private final Function<OutFrame, ByteBuffer> message;
  private final Executor loop;
  private final ByteBufAllocator memory;

  /**
   * @param message how a frame is written
   * @param loop runs what it is given at the end of its round
   */
  SharedBytes(Function<OutFrame, ByteBuffer> message, Executor loop, ByteBufAllocator memory) {
    this.message = message;
    this.loop = loop;
    this.memory = memory;
  }

  /** The frame as a WebSocket message, for one socket to be written and released. */
  ByteBuf of(OutFrame frame) {
    ByteBuf shared = round.get(frame);
    if (shared == null) {
      shared = copy(frame);
      if (round.isEmpty()) {
        try {
          loop.execute(this::forget);
        } catch (RejectedExecutionException ended) {
          return shared;
        }
      }
      round.put(frame, shared);
    }
    return shared.retainedDuplicate();
  }

  private ByteBuf copy(OutFrame frame) {
    ByteBuffer bytes = message.apply(frame);
    return memory.directBuffer(bytes.remaining()).writeBytes(bytes);
  }

  private void forget() {
    round.values().forEach(ByteBuf::release);
    round.clear();
  }
}
