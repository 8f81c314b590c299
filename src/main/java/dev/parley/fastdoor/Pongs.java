package dev.parley.fastdoor;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the pings that one read brought, RFC 6455 section 5.5.3. They leave in one write,
 * and who floods pings is not read further before the network has taken them, so that they are
 * never more than one read can ask for. In the loop only.
 */
final class Pongs {

  private static final int PONG = 0x8a;

  private final ByteBufAllocator memory;
  private @Nullable ByteBuf ready;
  private boolean waiting;

  Pongs(ByteBufAllocator memory) {
    this.memory = memory;
  }

  /** A payload of a ping has at most 125 bytes. */
  void answer(ByteBuf payload) {
    if (ready == null) {
      ready = memory.directBuffer();
    }
    ready.writeByte(PONG).writeByte(payload.readableBytes()).writeBytes(payload);
  }

  /**
   * @param changed called when {@link #isWaiting} has changed
   */
  void send(NettyWriter writer, Runnable changed) {
    if (ready == null) {
      return;
    }
    writer.frames(ready);
    ready = null;
    if (!writer.isTaken()) {
      waiting = true;
      changed.run();
      writer.whenTaken(
          () -> {
            waiting = false;
            changed.run();
          });
    }
  }

  /** Whether some are still on their way. */
  boolean isWaiting() {
    return waiting;
  }

  /** The connection is gone. */
  void drop() {
    if (ready != null) {
      ready.release();
      ready = null;
    }
  }
}
