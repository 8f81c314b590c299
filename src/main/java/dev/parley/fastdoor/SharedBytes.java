package dev.parley.fastdoor;

import dev.parley.protocol.OutFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The frames that one loop has just written, outside of the heap: a frame is copied there once,
 * however many sockets get it in a round, and not once for each of them. Touched in the loop only.
 */
final class SharedBytes {

  /** So many: the sockets of a room get the same few frames one after the other. A power of two. */
  private static final int KEPT = 16;

  private final @Nullable OutFrame[] frames = new OutFrame[KEPT];
  private final @Nullable ByteBuf[] copies = new ByteBuf[KEPT];
  private final Function<OutFrame, ByteBuffer> message;
  private final Executor loop;
  private final ByteBufAllocator memory;
  private final Runnable forget = this::forget;
  private int newest;
  private boolean forgets;

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
    for (int i = 0; i < KEPT; i++) {
      int at = (newest - i) & (KEPT - 1);
      OutFrame known = frames[at];
      ByteBuf shared = copies[at];
      if (known == frame && shared != null) {
        return shared.retainedDuplicate();
      }
      if (known == null) {
        break;
      }
    }
    ByteBuffer bytes = message.apply(frame);
    ByteBuf copy = memory.directBuffer(bytes.remaining()).writeBytes(bytes);
    return keeps(frame, copy) ? copy.retainedDuplicate() : copy;
  }

  private boolean keeps(OutFrame frame, ByteBuf copy) {
    if (!forgets) {
      try {
        loop.execute(forget);
        forgets = true;
      } catch (RejectedExecutionException ended) {
        return false;
      }
    }
    newest = (newest + 1) & (KEPT - 1);
    release(newest);
    frames[newest] = frame;
    copies[newest] = copy;
    return true;
  }

  private void forget() {
    forgets = false;
    for (int i = 0; i < KEPT && frames[newest] != null; i++) {
      release(newest);
      newest = (newest - 1) & (KEPT - 1);
    }
  }

  private void release(int at) {
    ByteBuf copy = copies[at];
    if (copy != null) {
      copy.release();
    }
    frames[at] = null;
    copies[at] = null;
  }
}
