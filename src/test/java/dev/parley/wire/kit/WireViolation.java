package dev.parley.wire.kit;

/**
 * The server broke the protocol of the wire (RFC 6455, SockJS); it fails the test that reads on.
 */
public final class WireViolation extends AssertionError {

  private static final long serialVersionUID = 1L;

  public WireViolation(String message) {
    super(message);
  }
}
