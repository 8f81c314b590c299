package dev.parley.fastdoor;

import dev.parley.endpoint.IncomingMessage;
import dev.parley.endpoint.IncomingMessage.Kind;
import dev.parley.endpoint.Visit;
import dev.parley.endpoint.WebSocketViolation;
import dev.parley.identity.BearerToken;
import dev.parley.protocol.OutFrame;
import dev.parley.session.Connection;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A WebSocket of the fast door. */
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {

  private static final Logger LOG = LoggerFactory.getLogger(NettyConnection.class);

  /** The bit of RFC 7692; where it was not agreed on, none gets past the reader of frames. */
  private static final int COMPRESSED = 0x4;

  private static final int SERVER_ERROR = 1011;

  private final IncomingMessage incoming;
  private final SharedBytes shared;
  private final Function<Connection, Visit> reception;
  private final EventLoop loop;
  private @Nullable ChannelHandlerContext context;
  private @Nullable NettyWriter writer;
  private @Nullable Visit visit;
  private @Nullable Pongs pongs;

  /** After a violation nothing more can be understood. */
  private boolean deaf;

  private volatile boolean paused;

  /**
   * @param mostBytes of one WebSocket message; 0: no limit
   */
  NettyConnection(
      EventLoop loop, SharedBytes shared, long mostBytes, Function<Connection, Visit> reception) {
    this.loop = loop;
    this.shared = shared;
    this.incoming = new IncomingMessage(mostBytes);
    this.reception = reception;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    writer = new NettyWriter(added, shared);
    pongs = new Pongs(added.alloc());
    Visit guest = reception.apply(this);
    visit = guest;
    guest.begin();
  }

  /** The handshake brought a token. */
  void presents(BearerToken token) {
    if (visit != null) {
      visit.presents(token);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    WebSocketFrame frame = (WebSocketFrame) message;
    try {
      if (!deaf && visit != null) {
        read(visit, frame);
      }
    } catch (WebSocketViolation violation) {
      violated(violation.closeCode());
    } finally {
      frame.release();
    }
  }

  private void read(Visit guest, WebSocketFrame frame) {
    if ((frame.rsv() & ~COMPRESSED) != 0 || (frame.rsv() != 0 && isControl(frame))) {
      throw WebSocketViolation.ofProtocol("A bit that nothing was agreed on for");
    }
    switch (frame) {
      case TextWebSocketFrame text -> data(guest, Kind.TEXT, frame);
      case BinaryWebSocketFrame binary -> data(guest, Kind.BINARY, frame);
      case ContinuationWebSocketFrame more -> data(guest, Kind.CONTINUATION, frame);
      case PingWebSocketFrame ping -> {
        guest.alive();
        if (pongs != null) {
          pongs.answer(ping.content());
        }
      }
      case PongWebSocketFrame pong -> guest.alive();
      case CloseWebSocketFrame close -> asked(close.statusCode());
      default -> throw new IllegalStateException("a frame of no kind");
    }
  }

  private static boolean isControl(WebSocketFrame frame) {
    return frame instanceof PingWebSocketFrame
        || frame instanceof PongWebSocketFrame
        || frame instanceof CloseWebSocketFrame;
  }

  private void data(Visit guest, Kind kind, WebSocketFrame frame) {
    guest.alive();
    byte[] piece = ByteBufUtil.getBytes(frame.content());
    boolean marked = frame.rsv() == COMPRESSED;
    incoming.add(kind, marked, frame.isFinalFragment(), piece, guest::received);
  }

  private void asked(int code) {
    if (writer != null) {
      writer.asked(code < 0 ? NettyWriter.NO_CODE : code);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    sendPongs();
  }

  private void sendPongs() {
    if (pongs != null && writer != null) {
      pongs.send(writer, this::readOrNot);
    }
  }

  private void violated(int code) {
    deaf = true;
    close(code, "");
  }

  /** The client has ended its side; what this round has for it may still leave. */
  @Override
  public void userEventTriggered(ChannelHandlerContext from, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      loop.execute(this::abort);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      violated(corrupted.closeStatus().code());
    } else if (cause instanceof IOException) {
      var _ = from.close();
    } else {
      LOG.error("A socket failed", cause);
      violated(SERVER_ERROR);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext from) {
    if (pongs != null) {
      pongs.drop();
    }
    if (visit != null && writer != null) {
      visit.gone(writer.ended());
    }
  }

  @Override
  public void write(OutFrame frame, boolean more, @Nullable Runnable done) {
    if (writer != null) {
      writer.message(frame);
      if (!more) {
        writer.flush(done);
      }
    }
  }

  @Override
  public boolean ping() {
    if (writer != null) {
      inLoop(writer::ping);
    }
    return true;
  }

  @Override
  public void close(int code, String reason) {
    inLoop(
        () -> {
          sendPongs();
          if (writer != null) {
            writer.close(code, reason);
          }
        });
  }

  @Override
  public void abort() {
    if (writer != null) {
      writer.abort();
    }
  }

  @Override
  public String door() {
    return "fast";
  }

  @Override
  public boolean textOnly() {
    return false;
  }

  @Override
  public void pauseReading(boolean pause) {
    paused = pause;
    inLoop(this::readOrNot);
  }

  private void readOrNot() {
    if (context != null && pongs != null) {
      context.channel().config().setAutoRead(!paused && !pongs.isWaiting());
    }
  }

  private void inLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
      return;
    }
    try {
      loop.execute(task);
    } catch (RejectedExecutionException ended) {
      LOG.debug("The loop has ended, and its sockets", ended);
    }
  }
}
