package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A STOMP frame as it stands on the wire: headers in order, doubles kept, nothing added and nothing
 * checked on the way out, so that a test can lie. Immutable; the body is not copied.
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes of the wire, made to be looked at.
public record StompFrame(String command, List<Header> headers, byte[] body) {

  public StompFrame {
    headers = List.copyOf(headers);
  }

  /** A frame without body; each header is a line such as {@code since:last:5}. */
  public static StompFrame of(String command, String... headerLines) {
    return new StompFrame(
        command, Arrays.stream(headerLines).map(Header::of).toList(), new byte[0]);
  }

  /** The same frame with one more header at the end. */
  public StompFrame with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new StompFrame(command, more, body);
  }

  /** The same frame with more header lines at the end. */
  public StompFrame with(String... headerLines) {
    StompFrame frame = this;
    for (String line : headerLines) {
      Header header = Header.of(line);
      frame = frame.with(header.name(), header.value());
    }
    return frame;
  }

  public StompFrame withBody(byte[] newBody) {
    return new StompFrame(command, headers, newBody);
  }

  public StompFrame withBody(String text) {
    return withBody(text.getBytes(UTF_8));
  }

  /** Adds the true {@code content-length}, as a well-behaved client does. */
  public StompFrame withContentLength() {
    return with("content-length", Integer.toString(body.length));
  }

  /** Adds the header unless there is one of that name. */
  StompFrame usually(String name, String value) {
    return header(name).isPresent() ? this : with(name, value);
  }

  boolean is(String name) {
    return command.equals(name);
  }

  /** Whether this is a MESSAGE of that subscription. */
  public boolean isMessageOf(String subscription) {
    return is("MESSAGE") && header("subscription").orElse("").equals(subscription);
  }

  /** Whether this is the RECEIPT of that id. */
  public boolean isReceiptOf(String id) {
    return is("RECEIPT") && header("receipt-id").orElse("").equals(id);
  }

  /** The first header of that name: in STOMP 1.2 the first one counts. */
  public Optional<String> header(String name) {
    return headers.stream().filter(h -> h.name().equals(name)).map(Header::value).findFirst();
  }

  /** The first header of that name; its absence fails the test. */
  public String value(String name) {
    return header(name)
        .orElseThrow(() -> new AssertionError("no header \"" + name + "\" in " + this));
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, UTF_8);
  }

  /** The body as it was published: {@code body-encoding:base64}, used over SockJS, is undone. */
  public byte[] content() {
    return header("body-encoding").filter("base64"::equals).isPresent()
        ? Base64.getDecoder().decode(body)
        : body;
  }

  /** The bytes of this frame with its closing NUL, header values escaped as the version says. */
  public byte[] encode(StompVersion version) {
    return StompCodec.encode(this, version);
  }

  /**
   * The frames of one WebSocket message. Newlines around frames are skipped, so a heart-beat gives
   * an empty list. Throws {@link IllegalArgumentException} for anything that is not STOMP.
   */
  public static List<StompFrame> parse(byte[] message, StompVersion version) {
    return new StompCodec(message, version).frames();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StompFrame(String thatCommand, List<Header> thatHeaders, byte[] that)
        && command.equals(thatCommand)
        && headers.equals(thatHeaders)
        && Arrays.equals(body, that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(command, headers, Arrays.hashCode(body));
  }

  @Override
  public String toString() {
    String shown = body.length > 200 ? "(" + body.length + " bytes)" : "\"" + text() + "\"";
    return command + headers + (body.length == 0 ? "" : " " + shown);
  }
}
