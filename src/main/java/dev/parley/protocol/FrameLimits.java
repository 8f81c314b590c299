package dev.parley.protocol;

/**
 * What a client may send in one frame.
 *
 * @param frameSize bytes of a whole frame, command and headers included; 0: no limit
 * @param headers number of headers, repeated ones included; 0: no limit
 */
public record FrameLimits(int frameSize, int headers) {

  public FrameLimits {
    if (frameSize < 0 || headers < 0) {
      throw new IllegalArgumentException("a limit is 0 or more");
    }
  }

  boolean allowsSize(long bytes) {
    return frameSize == 0 || bytes <= frameSize;
  }

  boolean allowsHeaders(int count) {
    return headers == 0 || count <= headers;
  }
}
