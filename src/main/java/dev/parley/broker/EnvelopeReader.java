package dev.parley.broker;

import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.protocol.Tail;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads one envelope, as strictly as {@link Envelope} writes it. */
final class EnvelopeReader {

  private final ByteBuffer in;
  private final long cluster;

  EnvelopeReader(ByteBuffer in, long cluster) {
    this.in = in;
    this.cluster = cluster;
  }

  Opened read() {
    try {
      return readAll();
    } catch (BufferUnderflowException cutOff) {
      return new Opened.Rejected(Loss.TRUNCATED);
    } catch (IllegalArgumentException notAllowed) {
      return new Opened.Rejected(Loss.GARBAGE);
    }
  }

  private Opened readAll() {
    if (in.getInt() != Envelope.MAGIC) {
      return new Opened.Rejected(Loss.GARBAGE);
    }
    if (in.get() != Envelope.VERSION) {
      return new Opened.Rejected(Loss.VERSION);
    }
    byte kind = in.get();
    if (in.getLong() != cluster) {
      return new Opened.Rejected(Loss.FOREIGN);
    }
    return switch (kind) {
      case Envelope.MESSAGES -> messages();
      case Envelope.PROBE -> probe();
      default -> new Opened.Rejected(Loss.GARBAGE);
    };
  }

  private Opened messages() {
    List<Parcel> parcels = new ArrayList<>();
    while (in.hasRemaining()) {
      parcels.add(parcel());
    }
    return new Opened.Messages(parcels);
  }

  private Opened probe() {
    long mark = in.getLong();
    return in.hasRemaining() ? new Opened.Rejected(Loss.GARBAGE) : new Opened.Probe(mark);
  }

  private Parcel parcel() {
    ChannelName channel = channel(text(in.getShort() & 0xFFFF));
    MessageId id = new MessageId(text(in.get() & 0xFF), in.getLong());
    long timestamp = in.getLong();
    if (id.number() == 0 || timestamp < 0) {
      throw garbage();
    }
    return new Parcel(channel, new Entry(id, timestamp, tail()));
  }

  /** Not by its parser: names that the server makes are longer than those clients may give. */
  private static ChannelName channel(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw garbage();
    }
    return new ChannelName(text.substring(0, dot), text.substring(dot + 1));
  }

  private Tail tail() {
    int length = in.getInt();
    if (length < 0) {
      throw garbage();
    }
    byte[] bytes = bytes(length);
    if (!TailCheck.isSound(bytes)) {
      throw garbage();
    }
    return Tail.ofBytes(bytes);
  }

  private String text(int length) {
    return new String(bytes(length), StandardCharsets.ISO_8859_1);
  }

  /** Makes room only for what is there. */
  private byte[] bytes(int length) {
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static IllegalArgumentException garbage() {
    return new IllegalArgumentException("not an envelope");
  }
}
