package dev.parley.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a broker sends into frames (STOMP 1.2, "STOMP Frames"). A body above the limit is
 * thrown away while it arrives, so that what a stranger puts into our queue costs neither memory
 * nor the connection. What is not STOMP fails.
 */
final class ServerFrames extends ByteToMessageDecoder {

  private static final int LONGEST_HEAD = 16 * 1024;
  private static final int LONGEST_LENGTH = 12;
  private static final byte[] NOTHING = {};

  private final int longestBody;
  private boolean inBody;
  private String command = "";
  private Map<String, String> headers = Map.of();

  /** Of the body, without its NUL; -1: up to the NUL. */
  private long bodyLength;

  /** How far a search has come, from the reader index. */
  private int searched;

  private boolean cut;

  ServerFrames(int longestBody) {
    this.longestBody = longestBody;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (!inBody && !readHead(in)) {
      return;
    }
    if (bodyLength < 0) {
      readToNul(in, out);
    } else {
      readCounted(in, out);
    }
  }

  private boolean readHead(ByteBuf in) {
    skipHeartBeats(in);
    int start = in.readerIndex();
    for (int at = start + searched; at < in.writerIndex(); at++) {
      byte next = in.getByte(at);
      if (next == 0 || at - start > LONGEST_HEAD) {
        throw new CorruptedFrameException("not STOMP");
      }
      if (next == '\n' && endsHead(in, at)) {
        parse(in.toString(start, at - start, StandardCharsets.UTF_8));
        in.readerIndex(at + 1);
        searched = 0;
        inBody = true;
        return true;
      }
    }
    searched = in.readableBytes();
    return false;
  }

  private static boolean endsHead(ByteBuf in, int lineEnd) {
    int before = in.getByte(lineEnd - 1) == '\r' ? lineEnd - 2 : lineEnd - 1;
    return before >= in.readerIndex() && in.getByte(before) == '\n';
  }

  private void skipHeartBeats(ByteBuf in) {
    while (searched == 0 && in.isReadable()) {
      byte next = in.getByte(in.readerIndex());
      if (next != '\n' && next != '\r') {
        return;
      }
      in.skipBytes(1);
    }
  }

  private void parse(String head) {
    String[] lines = head.strip().split("\r?\n", -1);
    command = lines[0];
    headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 0) {
        throw new CorruptedFrameException("not STOMP");
      }
      headers.putIfAbsent(lines[i].substring(0, colon), lines[i].substring(colon + 1));
    }
    bodyLength = length(headers.get("content-length"));
    cut = bodyLength > longestBody;
  }

  private static long length(@Nullable String value) {
    if (value == null) {
      return -1;
    }
    if (value.length() > LONGEST_LENGTH || !value.matches("\\d+")) {
      throw new CorruptedFrameException("not STOMP");
    }
    return Long.parseLong(value);
  }

  private void readCounted(ByteBuf in, List<Object> out) {
    if (cut) {
      int gone = (int) Math.min(bodyLength, in.readableBytes());
      in.skipBytes(gone);
      bodyLength -= gone;
    }
    if (in.readableBytes() <= (cut ? 0 : bodyLength) || (cut && bodyLength > 0)) {
      return;
    }
    byte[] body = cut ? NOTHING : take(in, (int) bodyLength);
    if (in.readByte() != 0) {
      throw new CorruptedFrameException("not STOMP");
    }
    finish(body, out);
  }

  private void readToNul(ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int nul = in.indexOf(start + searched, in.writerIndex(), (byte) 0);
    int length = (nul < 0 ? in.writerIndex() : nul) - start;
    cut |= length > longestBody;
    if (nul < 0) {
      searched = cut ? 0 : length;
      in.skipBytes(cut ? length : 0);
      return;
    }
    byte[] body = cut ? NOTHING : take(in, length);
    in.readerIndex(nul + 1);
    finish(body, out);
  }

  private static byte[] take(ByteBuf in, int length) {
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    return bytes;
  }

  private void finish(byte[] body, List<Object> out) {
    out.add(new ServerFrame(command, headers, body, cut));
    inBody = false;
    searched = 0;
    cut = false;
    headers = Map.of();
  }
}
