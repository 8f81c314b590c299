package dev.parley.fastdoor;

import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_ACCEPT;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one HTTP request of a connection. Either it becomes a WebSocket, and nothing of HTTP stays
 * with the connection, or it is refused and the connection ends.
 */
final class HandshakeHandler extends ChannelInboundHandlerAdapter {

  private final Entrance entrance;
  private @Nullable Future<?> deadline;
  private Optional<Verdict> verdict = Optional.empty();
  private boolean answered;

  HandshakeHandler(Entrance entrance) {
    this.entrance = entrance;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    long millis = entrance.handshakeMillis();
    if (millis > 0) {
      Runnable giveUp =
          () -> {
            var _ = context.close();
          };
      deadline = context.executor().schedule(giveUp, millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object part) {
    try {
      if (answered) {
        return;
      }
      // Who went meanwhile has no address any more, and hears no answer.
      if (part instanceof HttpRequest request
          && context.channel().remoteAddress() instanceof InetSocketAddress peer) {
        verdict = Optional.of(entrance.rules().judge(peer.getAddress(), request));
      }
      // A request that is refused need not be read to its end.
      boolean ends = part instanceof LastHttpContent;
      verdict
          .filter(known -> ends || known instanceof Verdict.Refused)
          .ifPresent(known -> answer(context, known));
    } finally {
      ReferenceCountUtil.release(part);
    }
  }

  private void answer(ChannelHandlerContext context, Verdict known) {
    answered = true;
    if (!context.channel().isActive()) {
      // Nobody would tell a session of its end.
      return;
    }
    switch (known) {
      case Verdict.Welcome welcome -> upgrade(context, welcome);
      case Verdict.Refused refused -> refuse(context, refused);
    }
  }

  private void upgrade(ChannelHandlerContext context, Verdict.Welcome welcome) {
    FullHttpResponse response = response(HttpResponseStatus.SWITCHING_PROTOCOLS);
    response.headers().set(UPGRADE, "websocket").set(CONNECTION, "Upgrade");
    response.headers().set(SEC_WEBSOCKET_ACCEPT, welcome.accept());
    welcome.protocol().ifPresent(name -> response.headers().set(SEC_WEBSOCKET_PROTOCOL, name));
    welcome
        .extension()
        .ifPresent(agreed -> response.headers().set(SEC_WEBSOCKET_EXTENSIONS, agreed));
    var _ = context.writeAndFlush(response, context.voidPromise());

    // Nothing of the request is kept with the connection.
    verdict = Optional.empty();
    boolean compressed = welcome.extension().isPresent();
    ChannelPipeline pipeline = context.pipeline();
    ChannelHandlerContext codec = pipeline.context(HttpServerCodec.class);
    NettyConnection connection =
        entrance.connection(context.channel(), welcome.arrival(), compressed);
    pipeline.addAfter(codec.name(), null, new WebSocket13FrameDecoder(entrance.frames(compressed)));
    pipeline.replace(this, null, connection);
    welcome.token().ifPresent(connection::presents);
    // Last, because what it has read already goes to whoever comes after it.
    pipeline.remove(codec.handler());
  }

  private static void refuse(ChannelHandlerContext context, Verdict.Refused refused) {
    FullHttpResponse response = response(refused.status());
    refused.headers().forEach(response.headers()::set);
    boolean upgrade = response.headers().contains(UPGRADE);
    response.headers().set(CONNECTION, upgrade ? "Upgrade, close" : "close");
    response.headers().set(CONTENT_LENGTH, "0");
    var _ = context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }

  private static FullHttpResponse response(HttpResponseStatus status) {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      var _ = context.close();
    }
  }

  /** Somebody who does not speak TLS, or went away: nobody to tell, nothing to log. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
