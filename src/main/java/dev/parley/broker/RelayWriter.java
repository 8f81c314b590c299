package dev.parley.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what waits in an outbox for as long as the connection takes it, and flushes once: so a
 * busy node puts many messages into a frame and many frames into a write, and an idle one none. On
 * the connection's event loop only.
 */
final class RelayWriter {

  /** Heads that are kept: one for each node of a cluster; those of nodes that died go again. */
  private static final int MOST_HEADS = 1000;

  private final Channel channel;
  private final RelayNames names;
  private final Envelope envelope;
  private final Map<String, byte[]> heads = new HashMap<>();

  RelayWriter(Channel channel, RelayNames names, Envelope envelope) {
    this.channel = channel;
    this.names = names;
    this.envelope = envelope;
  }

  void drain(Outbox outbox) {
    boolean written = false;
    while (channel.isWritable()) {
      Optional<Outbox.Batch> batch = outbox.take();
      if (batch.isEmpty()) {
        break;
      }
      write(batch.get().address(), envelope.seal(batch.get().parcels()));
      written = true;
    }
    if (written) {
      channel.flush();
    }
  }

  void probe(String address, long mark) {
    write(address, envelope.sealProbe(mark));
    channel.flush();
  }

  private void write(String address, byte[] body) {
    if (heads.size() >= MOST_HEADS) {
      heads.clear();
    }
    byte[] head = heads.computeIfAbsent(address, names::sendHead);
    byte[] length = (body.length + "\n\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuf frame = channel.alloc().ioBuffer(head.length + length.length + body.length + 1);
    var _ = channel.write(frame.writeBytes(head).writeBytes(length).writeBytes(body).writeByte(0));
  }
}
