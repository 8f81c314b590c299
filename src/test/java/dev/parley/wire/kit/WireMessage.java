package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A whole message as it arrived; {@code binary} is false for everything that SockJS carries. */
@SuppressWarnings("ArrayRecordComponent") // Bytes of the wire, made to be looked at.
public record WireMessage(byte[] bytes, boolean binary) {

  static WireMessage text(String text) {
    return new WireMessage(text.getBytes(UTF_8), false);
  }

  /** The message as UTF-8. */
  public String text() {
    return new String(bytes, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireMessage(byte[] that, boolean thatBinary)
        && Arrays.equals(bytes, that)
        && binary == thatBinary;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return (binary ? "binary, " : "text, ") + bytes.length + " bytes";
  }
}
