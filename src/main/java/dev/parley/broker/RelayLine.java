package dev.parley.broker;

import dev.parley.channel.Entry;
import dev.parley.loop.EventLoops;
import dev.parley.protocol.ChannelName;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of a node's shared connections to the broker, made again whenever it is lost. What is sent
 * meanwhile waits in an outbox of limited size.
 */
final class RelayLine implements RelaySession.Owner {

  private static final Logger LOG = LoggerFactory.getLogger(RelayLine.class);
  private static final int CONNECT_MILLIS = 5000;
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(128 * 1024, 256 * 1024);

  private final RelaySettings settings;
  private final RelayTls tls;
  private final RelayPlace place;
  private final Inlet inlet;
  private final EventLoops loops;
  private final EventLoop loop;
  private final Backoff backoff;
  private final Outbox outbox = new Outbox();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final CompletableFuture<Void> first = new CompletableFuture<>();

  private int attempts;
  private @Nullable Channel channel;
  private volatile @Nullable RelaySession live;
  private volatile @Nullable BrokerProblem problem;
  private volatile boolean closed;

  RelayLine(RelaySettings settings, RelayTls tls, RelayPlace place, Inlet inlet, EventLoops loops) {
    this.settings = settings;
    this.tls = tls;
    this.place = place;
    this.inlet = inlet;
    this.loops = loops;
    this.loop = loops.group().next();
    backoff = new Backoff(ThreadLocalRandom.current(), settings.targets().size());
  }

  /** Completes when the connection is confirmed for the first time. */
  CompletionStage<Void> start() {
    loop.execute(this::connect);
    return first;
  }

  private void connect() {
    if (closed) {
      return;
    }
    List<RelaySettings.Target> targets = settings.targets();
    RelaySettings.Target target = targets.get(Math.floorMod(attempts++, targets.size()));
    RelayProblems problems = new RelayProblems(settings, target);
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(loops.socket())
            .resolver(loops.names())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .handler(initializer(problems))
            .connect(target.host(), target.port());
    channel = connecting.channel();
    var _ =
        connecting.addListener(
            done -> {
              if (!done.isSuccess()) {
                ended(problems.failed(done.cause()));
              }
            });
  }

  private ChannelInitializer<SocketChannel> initializer(RelayProblems problems) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel socket) {
        tls.handler(problems.target()).ifPresent(socket.pipeline()::addLast);
        socket.pipeline().addLast(new ServerFrames(Envelope.LARGEST));
        socket.pipeline().addLast(new RelaySession(place, problems, inlet, outbox, RelayLine.this));
      }
    };
  }

  @Override
  public void confirmed(RelaySession session) {
    backoff.succeeded();
    problem = null;
    live = session;
    LOG.info("Connection {} to the broker is confirmed", place.connection());
    session.drain();
    if (!first.complete(null)) {
      inlet.receiver().interrupted();
    }
  }

  @Override
  public void ended(BrokerProblem reason) {
    live = null;
    if (closed) {
      return;
    }
    if (!reason.equals(problem)) {
      LOG.warn("No connection {} to the broker: {}", place.connection(), reason);
    }
    problem = reason;
    long wait = backoff.next().toMillis();
    var _ = loop.schedule(this::connect, wait, TimeUnit.MILLISECONDS);
  }

  boolean isLive() {
    return live != null;
  }

  Optional<BrokerProblem> problem() {
    return Optional.ofNullable(problem);
  }

  /** For any thread. */
  void send(String address, ChannelName name, List<Entry> entries) {
    for (Entry entry : entries) {
      Parcel parcel = new Parcel(name, entry);
      if (!Envelope.fits(parcel)) {
        inlet.losses().add(Loss.TOO_LARGE, 1);
      } else if (!outbox.put(address, parcel)) {
        inlet.losses().add(Loss.AWAY, 1);
      }
    }
    if (live != null && draining.compareAndSet(false, true)) {
      wake();
    }
  }

  private void wake() {
    try {
      loop.execute(this::drain);
    } catch (RejectedExecutionException closing) {
      // The node leaves; its messages are in the log.
      draining.set(false);
    }
  }

  private void drain() {
    draining.set(false);
    RelaySession session = live;
    if (session != null) {
      session.drain();
    }
  }

  /** Leaves the broker; nothing is sent or received from then on. Completes when it has left. */
  CompletionStage<Void> close() {
    closed = true;
    CompletableFuture<Void> left = new CompletableFuture<>();
    loop.execute(
        () -> {
          if (channel == null) {
            left.complete(null);
          } else {
            var _ = channel.closeFuture().addListener(done -> left.complete(null));
            RelaySession.leave(channel);
          }
        });
    return left;
  }
}
