package dev.parley.endpoint;

import dev.parley.protocol.MessageDeflate;
import dev.parley.protocol.Utf8;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;

/**
 * What a compressed message says, handed on while it is inflated: the frame in it that is too large
 * is refused as soon as it is, and what nobody would read is never made.
 *
 * <p>Short frames and heart-beats may be many in one message, so that all of it together has the
 * limit of a message that is not compressed.
 */
final class InflatedMessage {

  private static final byte[] NOTHING = new byte[0];

  private final boolean text;
  private final long mostBytes;
  private final Predicate<byte[]> reader;
  private long size;

  /** The beginning of a character whose end is in the next piece. */
  private byte[] begun = NOTHING;

  /**
   * @param mostBytes of the inflated message; 0: no limit
   * @param reader false: it wants no more
   */
  InflatedMessage(boolean text, long mostBytes, Predicate<byte[]> reader) {
    this.text = text;
    this.mostBytes = mostBytes;
    this.reader = reader;
  }

  /**
   * @throws WebSocketViolation for more than the limit, for text that is not UTF-8, and for bytes
   *     that no compressor makes
   */
  void read(byte[] compressed) {
    try {
      if (MessageDeflate.inflate(compressed, this::take) && begun.length > 0) {
        throw WebSocketViolation.ofText();
      }
    } catch (DataFormatException nonsense) {
      throw WebSocketViolation.ofText();
    }
  }

  private boolean take(byte[] piece) {
    size += piece.length;
    if (mostBytes > 0 && size > mostBytes) {
      throw WebSocketViolation.ofSize(mostBytes);
    }
    return reader.test(text ? characters(piece) : piece);
  }

  /** Whole characters only: where the inflater cuts, one may be in the middle. */
  private byte[] characters(byte[] piece) {
    byte[] all = piece;
    if (begun.length > 0) {
      all = Arrays.copyOf(begun, begun.length + piece.length);
      System.arraycopy(piece, 0, all, begun.length, piece.length);
    }
    int end = Utf8.wholeCharacters(all);
    begun = end == all.length ? NOTHING : Arrays.copyOfRange(all, end, all.length);
    byte[] whole = end == all.length ? all : Arrays.copyOf(all, end);
    if (!Utf8.isValid(whole)) {
      throw WebSocketViolation.ofText();
    }
    return whole;
  }
}
