package dev.parley.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The payload of a WebSocket message, compressed and back, RFC 7692 section 7.2, without context
 * takeover: nothing is kept between messages, so what is compressed once serves all recipients. Any
 * thread.
 */
public final class MessageDeflate {

  /** What every compressed message ends with, and what is left out, RFC 7692 section 7.2.1. */
  private static final byte[] END = {0, 0, (byte) 0xff, (byte) 0xff};

  private static final int PIECE = 4096;

  /** What costs memory outside the heap is kept for the next message; as many as work at once. */
  private static final Queue<Deflater> DEFLATERS = new ConcurrentLinkedQueue<>();

  private static final Queue<Inflater> INFLATERS = new ConcurrentLinkedQueue<>();

  private MessageDeflate() {}

  static byte[] compress(ByteBuffer payload) {
    Deflater kept = DEFLATERS.poll();
    Deflater deflater = kept == null ? new Deflater(Deflater.BEST_SPEED, true) : kept;
    try {
      deflater.reset();
      deflater.setInput(payload);
      ByteArrayOutputStream all = new ByteArrayOutputStream(payload.remaining() / 2);
      byte[] piece = new byte[PIECE];
      int made = piece.length;
      while (made == piece.length) {
        made = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
        all.write(piece, 0, made);
      }
      byte[] bytes = all.toByteArray();
      return Arrays.copyOf(bytes, bytes.length - END.length);
    } finally {
      DEFLATERS.add(deflater);
    }
  }

  /**
   * Hands on the payload again, in pieces of at most 4 KiB: whatever it would become, no more of it
   * is held here than one.
   *
   * @param reader takes each piece, to keep it; false: the rest is not inflated
   * @return whether the reader has taken all
   * @throws DataFormatException for bytes that no compressor makes
   */
  public static boolean inflate(byte[] compressed, Predicate<byte[]> reader)
      throws DataFormatException {
    Inflater kept = INFLATERS.poll();
    Inflater inflater = kept == null ? new Inflater(true) : kept;
    try {
      inflater.reset();
      inflater.setInput(compressed);
      if (!takesAll(reader, inflater)) {
        return false;
      }
      inflater.setInput(END);
      return takesAll(reader, inflater);
    } finally {
      INFLATERS.add(inflater);
    }
  }

  private static boolean takesAll(Predicate<byte[]> reader, Inflater inflater)
      throws DataFormatException {
    byte[] piece = new byte[PIECE];
    int made = inflater.inflate(piece);
    while (made > 0) {
      if (!reader.test(Arrays.copyOf(piece, made))) {
        return false;
      }
      made = inflater.inflate(piece);
    }
    return true;
  }
}
