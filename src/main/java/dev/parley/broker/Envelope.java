package dev.parley.broker;

import dev.parley.channel.Entry;
import dev.parley.protocol.MessageId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * How messages stand between two nodes, whatever the broker: {@code PRLY}, version, kind, eight
 * bytes that tell the cluster, then the messages one after the other (two bytes of length and the
 * channel; one byte of length and the epoch; number; timestamp; four bytes of length and the tail),
 * or the mark of a probe. Numbers are big-endian. {@code append.lua} writes it too.
 *
 * <p>It is read as if a stranger had written it, who can reach a broker too: every length is held
 * against what is there before anything is made of it.
 */
final class Envelope {

  /** Messages are put together up to this size, so that a broker with small frames takes it. */
  static final int FULL = 64 * 1024;

  /** The largest one, below the smallest limit of 4 MB that a broker is known to have. */
  static final int LARGEST = 2 * 1024 * 1024;

  static final int MAGIC = 'P' << 24 | 'R' << 16 | 'L' << 8 | 'Y';
  static final byte VERSION = 1;
  static final byte MESSAGES = 0;
  static final byte PROBE = 1;

  /** Magic, version, kind, cluster. */
  static final int HEAD = 4 + 1 + 1 + 8;

  private final long cluster;

  /**
   * @param prefix {@code parley.store.prefix}, which is what tells clusters apart
   */
  Envelope(String prefix) {
    cluster = hash(prefix);
  }

  /** Whether a message can travel at all. */
  static boolean fits(Parcel parcel) {
    return HEAD + parcel.size() <= LARGEST;
  }

  byte[] seal(List<Parcel> parcels) {
    int size = HEAD;
    for (Parcel parcel : parcels) {
      size += parcel.size();
    }
    byte[] bytes = new byte[size];
    ByteBuffer out = head(bytes, MESSAGES);
    parcels.forEach(parcel -> put(out, parcel));
    return bytes;
  }

  /** What comes before the messages. */
  byte[] head() {
    byte[] bytes = new byte[HEAD];
    head(bytes, MESSAGES);
    return bytes;
  }

  byte[] sealProbe(long mark) {
    byte[] bytes = new byte[HEAD + Long.BYTES];
    head(bytes, PROBE).putLong(mark);
    return bytes;
  }

  /** Never fails: what cannot be read is rejected with the reason. */
  Opened open(byte[] bytes) {
    return bytes.length > LARGEST
        ? new Opened.Rejected(Loss.OVERSIZED)
        : new EnvelopeReader(ByteBuffer.wrap(bytes), cluster).read();
  }

  private ByteBuffer head(byte[] bytes, byte kind) {
    return ByteBuffer.wrap(bytes).putInt(MAGIC).put(VERSION).put(kind).putLong(cluster);
  }

  private static void put(ByteBuffer out, Parcel parcel) {
    byte[] channel = parcel.channel().toString().getBytes(StandardCharsets.US_ASCII);
    out.putShort((short) channel.length).put(channel);
    Entry entry = parcel.entry();
    MessageId id = entry.id();
    byte[] epoch = id.epoch().getBytes(StandardCharsets.US_ASCII);
    out.put((byte) epoch.length).put(epoch);
    out.putLong(id.number()).putLong(entry.timestamp());
    out.putInt(entry.tail().size()).put(entry.tail().bytes());
  }

  private static long hash(String prefix) {
    try {
      byte[] text = prefix.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JVM has SHA-256", missing);
    }
  }
}
