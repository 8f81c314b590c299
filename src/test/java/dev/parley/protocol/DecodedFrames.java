package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a decoder makes of bytes, in a form that tests can compare. */
final class DecodedFrames {

  static final FrameLimits NO_LIMITS = new FrameLimits(0, 0);

  /** A frame with a body that equals another of the same bytes. */
  record Decoded(String command, Map<String, String> headers, List<Byte> body) {

    static Decoded of(StompFrame frame) {
      return of(frame.command(), frame.headers(), frame.body());
    }

    static Decoded of(String command, Map<String, String> headers, byte[] body) {
      List<Byte> bytes = new ArrayList<>(body.length);
      for (byte b : body) {
        bytes.add(b);
      }
      return new Decoded(command, Map.copyOf(headers), bytes);
    }
  }

  private final FrameDecoder decoder;
  private final List<Decoded> frames = new ArrayList<>();

  DecodedFrames(FrameLimits limits) {
    this.decoder = new FrameDecoder(limits);
  }

  /** The frames in the text, which arrives as one chunk. */
  static List<Decoded> in(String text) {
    return new DecodedFrames(NO_LIMITS).feed(text.getBytes(UTF_8)).frames();
  }

  DecodedFrames feed(byte[] chunk) {
    decoder.feed(chunk);
    Optional<StompFrame> frame = decoder.next();
    while (frame.isPresent()) {
      frames.add(Decoded.of(frame.get()));
      frame = decoder.next();
    }
    return this;
  }

  /** Each byte as a chunk of its own. */
  DecodedFrames feedPieces(byte[] bytes) {
    for (byte b : bytes) {
      feed(new byte[] {b});
    }
    return this;
  }

  /** The bytes in two chunks. */
  DecodedFrames feedCut(byte[] bytes, int at) {
    return feed(Arrays.copyOf(bytes, at)).feed(Arrays.copyOfRange(bytes, at, bytes.length));
  }

  /** What was decoded so far. */
  List<Decoded> frames() {
    return List.copyOf(frames);
  }
}
