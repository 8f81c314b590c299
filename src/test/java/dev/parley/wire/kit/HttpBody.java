package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The body of an HTTP/1.1 answer (RFC 9112 section 6), line by line or whole: in chunks, of an
 * announced length, or up to the end of the connection.
 */
final class HttpBody {

  private final InputStream in;
  private final boolean chunked;
  private long left;

  HttpBody(InputStream in, HttpAnswer head) {
    this.in = in;
    chunked = head.header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    long announced = head.header("Content-Length").map(Long::parseLong).orElse(Long.MAX_VALUE);
    left = chunked || head.status() == 204 ? 0 : announced;
  }

  /** The next line without its end; empty at the end of the body. */
  Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = read();
    if (b < 0) {
      return Optional.empty();
    }
    while (b >= 0 && b != '\n') {
      line.write(b);
      b = read();
    }
    String text = line.toString(UTF_8);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  String rest() throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    for (int b = read(); b >= 0; b = read()) {
      rest.write(b);
    }
    return rest.toString(UTF_8);
  }

  private int read() throws IOException {
    if (left == 0 && chunked) {
      left = nextChunk();
    }
    if (left <= 0) {
      return -1;
    }
    int b = in.read();
    if (b < 0 && left < Long.MAX_VALUE / 2) {
      throw new EOFException("the body ended early");
    }
    left--;
    if (left == 0 && chunked) {
      headLine(in);
    }
    return b;
  }

  /** The size of the next chunk, or -1 after the last. */
  private long nextChunk() throws IOException {
    String size = headLine(in).split(";", 2)[0].trim();
    long chunk = Long.parseLong(size, 16);
    if (chunk > 0) {
      return chunk;
    }
    String trailer = headLine(in);
    while (!trailer.isEmpty()) {
      trailer = headLine(in);
    }
    return -1;
  }

  /** A line of an HTTP head without its end; the end of the stream is an error. */
  static String headLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended inside an HTTP head: " + line);
      }
      line.append(new String(new byte[] {(byte) b}, ISO_8859_1));
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }
}
