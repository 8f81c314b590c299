package dev.parley.fastdoor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.protocol.OutFrame;
import dev.parley.protocol.WebSocketHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All that leaves by one socket, in one order: messages, whose bytes are ready, and control frames.
 * Nothing follows a close frame. In the loop only.
 */
final class NettyWriter {

  /** Nobody said why the connection ended, RFC 6455 section 7.1.5. */
  static final int NO_CLOSE = 1006;

  /** A close that names no code, RFC 6455 section 7.4.1. */
  static final int NO_CODE = 1005;

  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;

  /** How long a client may take to read our close and to end its side. */
  private static final int LINGER_SECONDS = 5;

  private final ChannelHandlerContext context;
  private final Channel channel;
  private final SharedBytes shared;
  private @Nullable Future<?> patience;
  private boolean closing;
  private boolean closeWritten;
  private boolean asked;
  private int code = NO_CLOSE;

  NettyWriter(ChannelHandlerContext context, SharedBytes shared) {
    this.context = context;
    this.channel = context.channel();
    this.shared = shared;
  }

  /** The connection is gone: with which code. */
  int ended() {
    if (patience != null) {
      patience.cancel(false);
    }
    return code;
  }

  boolean isOpen() {
    return !closing && channel.isActive();
  }

  void message(OutFrame frame) {
    if (isOpen()) {
      var _ = context.write(shared.of(frame), context.voidPromise());
    }
  }

  void ping() {
    if (isOpen()) {
      control(PING, new byte[0]);
    }
  }

  /** Frames that are ready to leave; released here. */
  void frames(ByteBuf ready) {
    if (isOpen()) {
      var _ = context.writeAndFlush(ready, context.voidPromise());
    } else {
      ready.release();
    }
  }

  /** Gives all that was written to the network, and says when that has taken it. */
  void flush(@Nullable Runnable taken) {
    if (channel.isActive()) {
      context.flush();
    }
    if (taken != null) {
      whenTaken(taken);
    }
  }

  /** At once if nothing waits, which spares most writes the objects that tell of their end. */
  void whenTaken(Runnable taken) {
    if (isTaken()) {
      taken.run();
    } else {
      var _ = context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(any -> taken.run());
    }
  }

  boolean isTaken() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null || waiting.isEmpty();
  }

  /** Our close, after what was written; then our side of the connection ends. */
  void close(int status, String reason) {
    if (!isOpen()) {
      return;
    }
    closing = true;
    if (code == NO_CLOSE) {
      code = status;
    }
    byte[] words = reason.getBytes(UTF_8);
    byte[] payload =
        status == NO_CODE
            ? new byte[0]
            : ByteBuffer.allocate(2 + words.length).putShort((short) status).put(words).array();
    control(CLOSE, payload);
    // A client that does not read even this must not keep the socket.
    patience = channel.eventLoop().schedule(this::abort, LINGER_SECONDS, TimeUnit.SECONDS);
    whenTaken(this::closeWritten);
  }

  /** The client's close came; ours, if it is still to come, answers it. */
  void asked(int status) {
    asked = true;
    if (closeWritten) {
      var _ = channel.close();
    } else if (!closing) {
      code = status;
      // Behind what this round has for the client.
      channel.eventLoop().execute(() -> close(status, ""));
    }
  }

  void abort() {
    var _ = channel.close();
  }

  private void closeWritten() {
    closeWritten = true;
    if (asked) {
      var _ = channel.close();
      return;
    }
    // The server is the first to end the TCP connection, RFC 6455 section 7.1.1; what is still
    // unread must not become a reset, which could take our last words from the client.
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      var _ = tls.closeOutbound();
    } else if (channel instanceof DuplexChannel tcp) {
      var _ = tcp.shutdownOutput();
    }
  }

  private void control(int opCode, byte[] payload) {
    ByteBuffer frame = WebSocketHeader.before(payload.length, opCode).put(payload).flip();
    var _ = context.writeAndFlush(Unpooled.wrappedBuffer(frame), context.voidPromise());
  }
}
