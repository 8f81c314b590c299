package dev.parley.protocol;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts what a client sends into STOMP frames (STOMP 1.2, "STOMP Frames"), however it is cut up.
 *
 * <p>Every byte is looked at once, so that a frame in one-byte pieces costs no more than a whole
 * one; limits are enforced while bytes arrive, before they are kept; between frames nothing is
 * held. For one thread at a time. After a refusal the decoder must not be used again.
 */
public final class FrameDecoder {

  private static final byte[] NOTHING = new byte[0];

  private final FrameLimits limits;
  private byte[] bytes = NOTHING;
  private int start;
  private int end;

  /** How far the search for the end of the headers, or of the body, has come. */
  private int scanned;

  /** Where the body begins; -1 while the headers are not complete. */
  private int body = -1;

  private int bodyLength = -1;
  private HeaderLines lines = HeaderLines.NONE;
  private StompVersion version = StompVersion.V1_2;

  public FrameDecoder(FrameLimits limits) {
    this.limits = limits;
  }

  /** From the next frame on headers are read as that version writes them; until then as 1.2. */
  public void version(StompVersion agreed) {
    version = agreed;
  }

  /**
   * Takes the next bytes of the connection; they must not be changed afterwards. Call {@link #next}
   * until it is empty before the next call.
   */
  public void feed(byte[] chunk) {
    if (start == end) {
      bytes = chunk;
      start = 0;
      scanned = 0;
      end = chunk.length;
      return;
    }
    int kept = end - start;
    byte[] joined = bytes;
    if (start > 0 || bytes.length - end < chunk.length) {
      joined = new byte[Math.max(kept + chunk.length, kept * 2)];
      System.arraycopy(bytes, start, joined, 0, kept);
      scanned -= start;
      body = body < 0 ? body : body - start;
      start = 0;
    }
    System.arraycopy(chunk, 0, joined, kept, chunk.length);
    bytes = joined;
    end = kept + chunk.length;
  }

  /**
   * The next complete frame.
   *
   * @throws Refusal {@code bad-frame} or {@code too-large}; the connection cannot go on
   */
  public Optional<StompFrame> next() {
    if (body < 0 && !readHeaders()) {
      return Optional.empty();
    }
    int bodyEnd = bodyEnd();
    if (!limits.allowsSize((bodyEnd < 0 ? (long) end : bodyEnd) - start)) {
      throw new Refusal(RefusalCode.TOO_LARGE);
    }
    if (bodyEnd < 0) {
      return Optional.empty();
    }
    StompFrame frame = lines.frame(Arrays.copyOfRange(bytes, body, bodyEnd));
    forget(bodyEnd + 1);
    return Optional.of(frame);
  }

  private boolean readHeaders() {
    skipHeartBeats();
    int at = Math.max(scanned, start);
    // Up to where a frame may go: what is wrong beyond it is beyond it first, however it is cut.
    int most = limits.allowsSize((long) end - start) ? end : start + limits.frameSize();
    while (at < most) {
      if (bytes[at] == 0) {
        throw new Refusal(RefusalCode.BAD_FRAME);
      }
      if (bytes[at] == '\n' && isBlankLine(at)) {
        lines = HeaderLines.parse(text(start, at), version, limits);
        bodyLength = lines.contentLength();
        body = at + 1;
        scanned = body;
        checkAnnouncedSize();
        return true;
      }
      at++;
    }
    scanned = at;
    if (most < end) {
      throw new Refusal(RefusalCode.TOO_LARGE);
    }
    return false;
  }

  /** Where the NUL after the body stands; -1 while it has not arrived. */
  private int bodyEnd() {
    if (bodyLength >= 0) {
      long nul = (long) body + bodyLength;
      if (nul >= end) {
        return -1;
      }
      if (bytes[(int) nul] != 0) {
        throw new Refusal(RefusalCode.BAD_FRAME);
      }
      return (int) nul;
    }
    while (scanned < end) {
      if (bytes[scanned] == 0) {
        return scanned;
      }
      scanned++;
    }
    return -1;
  }

  private void checkAnnouncedSize() {
    if (bodyLength >= 0 && !limits.allowsSize((long) body - start + bodyLength)) {
      throw new Refusal(RefusalCode.TOO_LARGE);
    }
  }

  private void skipHeartBeats() {
    while (start < end && (bytes[start] == '\n' || bytes[start] == '\r')) {
      start++;
    }
    if (start == end) {
      forget(end);
    }
  }

  private boolean isBlankLine(int lineEnd) {
    int before = lineEnd - 1;
    if (before > start && bytes[before] == '\r') {
      before--;
    }
    return before >= start && bytes[before] == '\n';
  }

  private String text(int from, int to) {
    return Utf8.text(bytes, from, to).orElseThrow(() -> new Refusal(RefusalCode.BAD_FRAME));
  }

  private void forget(int upTo) {
    start = upTo;
    scanned = upTo;
    body = -1;
    bodyLength = -1;
    lines = HeaderLines.NONE;
    if (start == end) {
      bytes = NOTHING;
      start = 0;
      end = 0;
      scanned = 0;
    }
  }

  /** Command and headers of a frame whose body has not been read yet. */
  private record HeaderLines(String command, Map<String, String> headers) {

    static final HeaderLines NONE = new HeaderLines("", Map.of());

    static HeaderLines parse(String text, StompVersion version, FrameLimits limits) {
      return HeaderParser.parse(text, version, limits, HeaderLines::new);
    }

    int contentLength() {
      String value = headers.get("content-length");
      return value == null ? -1 : HeaderParser.length(value);
    }

    StompFrame frame(byte[] body) {
      if (body.length > 0 && !command.equals("SEND")) {
        throw new Refusal(RefusalCode.BAD_FRAME);
      }
      return new StompFrame(command, headers, body);
    }
  }
}
