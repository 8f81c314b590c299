package dev.parley.broker;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells the broker how far its messages have been taken. Without that it would push to a node that
 * has stopped reading as fast as to any other, and keep what does not leave in its own memory,
 * where no limit of a queue counts. On the connection's event loop only.
 */
final class Acknowledgements {

  private static final int MOST_FRAMES = RelayNames.PREFETCH / 4;
  private static final int MOST_BYTES = RelayNames.WINDOW_BYTES / 8;

  /** What is left is told soon: RabbitMQ ends a consumer that leaves a message unacknowledged. */
  private static final int LATEST_SECONDS = 5;

  private final Channel channel;
  private String last = "";
  private int frames;
  private long bytes;
  private boolean timed;

  Acknowledgements(Channel channel) {
    this.channel = channel;
  }

  void taken(ServerFrame message) {
    last = message.header("ack");
    frames++;
    bytes += message.body().length;
    if (message.cut() || frames >= MOST_FRAMES || bytes >= MOST_BYTES) {
      tell();
    } else if (!timed) {
      timed = true;
      var _ = channel.eventLoop().schedule(this::tellLate, LATEST_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void tellLate() {
    timed = false;
    if (frames > 0 && channel.isActive()) {
      tell();
    }
  }

  /** All up to the last: the subscription's mode is {@code client}. */
  private void tell() {
    if (!last.isEmpty()) {
      byte[] ack = StompBytes.frame("ACK", Map.of("id", last));
      var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(ack), channel.voidPromise());
    }
    frames = 0;
    bytes = 0;
  }
}
