package dev.parley.endpoint;

/** A message that WebSocket itself forbids: the connection closes with the code, without ERROR. */
public final class WebSocketViolation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** RFC 6455 section 7.4.1. */
  private static final int PROTOCOL = 1002;

  private static final int NOT_WHAT_IT_SAYS = 1007;
  private static final int TOO_BIG = 1009;

  private final int closeCode;

  /** What the frame's own bits forbid. */
  public static WebSocketViolation ofProtocol(String message) {
    return new WebSocketViolation(PROTOCOL, message);
  }

  /** Text that is not UTF-8, or compressed bytes that are not. */
  static WebSocketViolation ofText() {
    return new WebSocketViolation(NOT_WHAT_IT_SAYS, "Not the text that it says it is");
  }

  static WebSocketViolation ofSize(long mostBytes) {
    return new WebSocketViolation(TOO_BIG, "Message larger than " + mostBytes + " bytes");
  }

  private WebSocketViolation(int closeCode, String message) {
    super(message, null, false, false);
    this.closeCode = closeCode;
  }

  public int closeCode() {
    return closeCode;
  }
}
