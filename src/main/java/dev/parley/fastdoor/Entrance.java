package dev.parley.fastdoor;

import dev.parley.endpoint.Arrival;
import dev.parley.endpoint.LimitSettings;
import dev.parley.endpoint.Reception;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.Optional;

/** What a socket meets that has just been accepted. */
final class Entrance extends ChannelInitializer<Channel> {

  /** As much as the other door takes. */
  private static final int HTTP_BYTES = 8 * 1024;

  private static final int LONGEST_FRAME = Integer.MAX_VALUE - 16;

  private final HandshakeRules rules;
  private final Reception reception;
  private final LimitSettings limits;
  private final Desks desks;
  private final Optional<DoorTls> tls;

  Entrance(
      HandshakeRules rules,
      Reception reception,
      LimitSettings limits,
      Desks desks,
      Optional<DoorTls> tls) {
    this.rules = rules;
    this.reception = reception;
    this.limits = limits;
    this.desks = desks;
    this.tls = tls;
  }

  @Override
  protected void initChannel(Channel channel) {
    HttpDecoderConfig http =
        new HttpDecoderConfig().setMaxInitialLineLength(HTTP_BYTES).setMaxHeaderSize(HTTP_BYTES);
    tls.ifPresent(any -> channel.pipeline().addLast(any.handler(channel.alloc())));
    channel.pipeline().addLast(new HttpServerCodec(http), new HandshakeHandler(this));
  }

  HandshakeRules rules() {
    return rules;
  }

  /** How long a client may take to ask; 0: no limit. */
  long handshakeMillis() {
    return limits.connectTimeout().toMillis();
  }

  /** Closing and UTF-8 are ours: a code has its turn, and a character may be cut. */
  WebSocketDecoderConfig frames(boolean compressed) {
    long most = limits.socketBytes() == 0 ? LONGEST_FRAME : limits.socketBytes();
    return WebSocketDecoderConfig.newBuilder()
        .maxFramePayloadLength((int) Math.min(most, LONGEST_FRAME))
        .allowExtensions(compressed)
        .closeOnProtocolViolation(false)
        .withUTF8Validator(false)
        .build();
  }

  NettyConnection connection(Channel channel, Arrival arrival, boolean compressed) {
    Desks.Desk desk = desks.of(channel.eventLoop());
    return new NettyConnection(
        channel.eventLoop(),
        compressed ? desk.compressed() : desk.bytes(),
        limits.socketBytes(),
        connection -> reception.welcome(connection, arrival, desk.lane()));
  }
}
