package dev.parley.wire;

import static dev.parley.wire.CompressingGuest.RSV1;
import static dev.parley.wire.CompressingGuest.deflated;
import static dev.parley.wire.CompressingGuest.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.parley.wire.kit.WebSocketFrame;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A few bytes that would become very many are not inflated further than somebody reads. */
@Timeout(60)
class CompressionBombIT {

  private static final int MANY = 100_000_000;

  /** By the whole process while a bomb goes off: pools of buffers may grow by 16 MB, twice. */
  private static final long MOST_ALLOCATED = MANY / 2;

  @RegisterExtension static final Stage stage = Stage.with("--parley.compression=true");

  @EveryDoor
  void aFrameThatIsTooLargeIsRefusedAsIfItWerePlain(Way way) throws Exception {
    byte[] hundredMegabytes = bytes("SEND\ndestination:/topic/rooms.bomb\n\n", 'a', MANY);
    byte[] announced = bytes("SEND\ncontent-length:99999\n\n", 'a', 1_000_000);
    byte[] headers = bytes("SEND\nx-long:", 'a', 1_000_000);

    assertThat(deflated(announced)).hasSizeLessThan(1_100);
    assertThat(deflated(headers)).hasSizeLessThan(1_100);
    for (byte[] bomb : List.of(hundredMegabytes, announced, headers)) {
      assertThat(refusal(way, whole(deflated(bomb)))).contains("code:too-large").endsWith("4400");
    }
  }

  @EveryDoor
  void aBombInPiecesIsNoBetter(Way way) throws Exception {
    byte[] bomb = deflated(bytes("SEND\ndestination:/topic/rooms.bomb\n\n", 'a', MANY));

    assertThat(refusal(way, pieces(bomb))).contains("code:too-large").endsWith("4400");
  }

  @EveryDoor
  void whatIsShortButVeryOftenEndsWhereAnyMessageDoes(Way way) throws Exception {
    byte[] heartBeats = bytes("", '\n', MANY);
    byte[] frames = "UNSUBSCRIBE\nid:none\n\n\0".repeat(1_000_000).getBytes(US_ASCII);

    assertThat(refusal(way, whole(deflated(heartBeats)))).isEqualTo("1009");
    assertThat(refusal(way, whole(deflated(frames)))).isEqualTo("1009");
  }

  @EveryDoor
  void aMessageOfSeveralFramesMayBeLongerThanOneFrame(Way way) throws Exception {
    String room = "/topic/rooms.bomb-" + stage.user();
    String body = "b".repeat(50_000);
    String two = ("SEND\ndestination:" + room + "\n\n" + body + "\0").repeat(2);
    try (CompressingGuest guest = new CompressingGuest(stage, way, "permessage-deflate")) {
      guest.connects();
      guest.sends(
          CompressingGuest.compressed(
              "SUBSCRIBE\nid:1\nreceipt:r\ndestination:" + room + "\n\n\0\n" + two));

      assertThat(text(guest.hears())).startsWith("RECEIPT\n");
      for (int i = 0; i < 2; i++) {
        assertThat(CompressingGuest.inflated(guest.hears().payload())).endsWith(body + "\0");
      }
    }
  }

  /** What the client is told, and the code of the close; nobody else notices. */
  private static String refusal(Way way, List<WebSocketFrame> bomb) throws IOException {
    Bystanders others = Bystanders.talking(stage, way);
    StringBuilder told = new StringBuilder();
    try (CompressingGuest guest = new CompressingGuest(stage, way, "permessage-deflate")) {
      guest.connects();
      long before = allocated();

      for (WebSocketFrame frame : bomb) {
        guest.sends(frame);
      }
      WebSocketFrame heard = guest.hears();
      while (heard.opcode() != WebSocketFrame.CLOSE) {
        told.append(text(heard));
        heard = guest.hears();
      }

      assertThat(allocated() - before).as("bytes allocated").isLessThan(MOST_ALLOCATED);
      told.append(CompressingGuest.closeCode(heard));
    }
    others.talkOn();
    return told.toString();
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  private static byte[] bytes(String head, char filling, int size) {
    byte[] begin = head.getBytes(US_ASCII);
    byte[] all = Arrays.copyOf(begin, begin.length + size);
    Arrays.fill(all, begin.length, all.length, (byte) filling);
    return all;
  }

  private static List<WebSocketFrame> whole(byte[] compressed) {
    return List.of(WebSocketFrame.of(WebSocketFrame.BINARY, compressed).withRsv(RSV1));
  }

  private static List<WebSocketFrame> pieces(byte[] compressed) {
    List<WebSocketFrame> pieces = new ArrayList<>();
    for (int at = 0; at < compressed.length; at += 10_000) {
      int end = Math.min(at + 10_000, compressed.length);
      byte[] piece = Arrays.copyOfRange(compressed, at, end);
      int opcode = at == 0 ? WebSocketFrame.BINARY : WebSocketFrame.CONTINUATION;
      WebSocketFrame frame = WebSocketFrame.of(opcode, piece).withRsv(at == 0 ? RSV1 : 0);
      pieces.add(end == compressed.length ? frame : frame.unfinished());
    }
    return pieces;
  }
}
