package dev.parley.broker;

import dev.parley.broker.RelayProblems.Step;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker, from CONNECT to its end: it is of use once a probe that it sent to
 * its own place has come back. On its event loop only.
 */
final class RelaySession extends SimpleChannelInboundHandler<ServerFrame> {

  /** Told what becomes of the connection. */
  interface Owner {
    void confirmed(RelaySession session);

    void ended(BrokerProblem problem);
  }

  private static final int HEART_BEAT_MILLIS = 10_000;
  private static final int CONFIRM_MILLIS = 10_000;
  private static final int LEAVE_MILLIS = 1000;
  private static final String LEAVING = "leaving";
  private static final byte[] HEART_BEAT = {'\n'};

  private final RelayPlace place;
  private final RelayProblems problems;
  private final Inlet inlet;
  private final Outbox outbox;
  private final Owner owner;
  private final long mark = ThreadLocalRandom.current().nextLong();

  private Step step = Step.CONNECTING;
  private @Nullable Acknowledgements acknowledgements;
  private @Nullable RelayWriter writer;
  private @Nullable BrokerProblem problem;

  RelaySession(RelayPlace place, RelayProblems problems, Inlet inlet, Outbox outbox, Owner owner) {
    this.place = place;
    this.problems = problems;
    this.inlet = inlet;
    this.outbox = outbox;
    this.owner = owner;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    RelaySettings settings = problems.settings();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("accept-version", "1.2");
    headers.put("host", settings.virtualHost());
    headers.put("heart-beat", HEART_BEAT_MILLIS + "," + HEART_BEAT_MILLIS);
    if (settings.login() != null && settings.passcode() != null) {
      headers.put("login", settings.login());
      headers.put("passcode", settings.passcode());
    }
    write(context.channel(), StompBytes.frame("CONNECT", headers));
    var _ =
        context.executor().schedule(() -> giveUp(context), CONFIRM_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void giveUp(ChannelHandlerContext context) {
    if (step != Step.LIVE) {
      end(context, problems.silent(step));
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ServerFrame frame) {
    switch (frame.command()) {
      case "CONNECTED" -> connected(context, frame);
      case "RECEIPT" -> answered(context, frame.header("receipt-id"));
      case "MESSAGE" -> arrived(frame);
      case "ERROR" -> end(context, problems.refused(step, frame));
      default -> end(context, problems.notStomp());
    }
  }

  private void connected(ChannelHandlerContext context, ServerFrame frame) {
    if (step != Step.CONNECTING) {
      end(context, problems.notStomp());
      return;
    }
    Channel channel = context.channel();
    RelayNames agreed = RelayNames.of(frame, place);
    writer = new RelayWriter(channel, agreed, inlet.envelope());
    acknowledgements = new Acknowledgements(channel);
    channel.pipeline().addFirst(heartBeats(frame.header("heart-beat")));
    step = Step.SUBSCRIBING;
    write(channel, agreed.subscribe(Long.toString(mark & Long.MAX_VALUE, Character.MAX_RADIX)));
  }

  private void answered(ChannelHandlerContext context, String receipt) {
    if (receipt.equals(LEAVING)) {
      close(context.channel());
    } else if (step == Step.SUBSCRIBING && writer != null) {
      step = Step.CONFIRMING;
      writer.probe(place.address(), mark);
    }
  }

  private void arrived(ServerFrame frame) {
    if (frame.cut()) {
      inlet.losses().add(Loss.OVERSIZED, 1);
    } else {
      OptionalLong probe = inlet.take(frame.body());
      if (step == Step.CONFIRMING && probe.isPresent() && probe.getAsLong() == mark) {
        step = Step.LIVE;
        owner.confirmed(this);
      }
    }
    if (acknowledgements != null) {
      acknowledgements.taken(frame);
    }
  }

  /** Writes what waits, for as long as the connection takes it. */
  void drain() {
    if (step == Step.LIVE && writer != null) {
      writer.drain(outbox);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    drain();
  }

  /** Says goodbye and waits for the answer, so that nothing looks like a failure to the broker. */
  static void leave(Channel channel) {
    write(channel, StompBytes.frame("DISCONNECT", Map.of("receipt", LEAVING)));
    var _ = channel.eventLoop().schedule(() -> close(channel), LEAVE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void close(Channel channel) {
    var _ = channel.close();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent idle) {
      switch (idle.state()) {
        case READER_IDLE -> end(context, problems.silent(step));
        case WRITER_IDLE -> write(context.channel(), HEART_BEAT);
        case ALL_IDLE -> {}
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean notStomp = cause instanceof CorruptedFrameException;
    end(context, notStomp ? problems.notStomp() : problems.failed(cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    BrokerProblem reason = problem == null ? problems.closed(step) : problem;
    step = Step.CONNECTING;
    owner.ended(reason);
  }

  private void end(ChannelHandlerContext context, BrokerProblem reason) {
    if (problem == null) {
      problem = reason;
      close(context.channel());
    }
  }

  private static void write(Channel channel, byte[] frame) {
    var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(frame), channel.voidPromise());
  }

  /** As both sides agreed, STOMP 1.2 "Heart-beating"; silence counts after two intervals. */
  private static IdleStateHandler heartBeats(String header) {
    String[] offered = header.split(",", -1);
    long sends = offered.length == 2 ? millis(offered[0]) : 0;
    long wants = offered.length == 2 ? millis(offered[1]) : 0;
    long read = sends == 0 ? 0 : 2 * Math.max(sends, HEART_BEAT_MILLIS);
    // A little early, because a beat has to be there, not on its way, when the time is over.
    long write = wants == 0 ? 0 : Math.max(wants, HEART_BEAT_MILLIS) * 4 / 5;
    return new IdleStateHandler(read, write, 0, TimeUnit.MILLISECONDS);
  }

  private static long millis(String text) {
    String digits = text.strip();
    return digits.matches("\\d{1,9}") ? Long.parseLong(digits) : 0;
  }
}
