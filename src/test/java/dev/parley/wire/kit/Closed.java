package dev.parley.wire.kit;

/**
 * How the other side ended the wire: RFC 6455 section 7.1.5, so 1005 is a close without a code and
 * 1006 the end of the connection without a close.
 */
public record Closed(int code, String reason) {

  public static final int WITHOUT_CODE = 1005;
  public static final int WITHOUT_CLOSE = 1006;
}
