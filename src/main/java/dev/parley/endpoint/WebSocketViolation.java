package dev.parley.endpoint;

/** A message that WebSocket itself forbids: the connection closes with the code, without ERROR. */
public final class WebSocketViolation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** RFC 6455 section 7.4.1. */
  static final int PROTOCOL = 1002;

  static final int NOT_UTF8 = 1007;

  static final int TOO_BIG = 1009;

  private final int closeCode;

  /** What the frame's own bits forbid. */
  public static WebSocketViolation ofProtocol(String message) {
    return new WebSocketViolation(PROTOCOL, message);
  }

  WebSocketViolation(int closeCode, String message) {
    super(message, null, false, false);
    this.closeCode = closeCode;
  }

  public int closeCode() {
    return closeCode;
  }
}
