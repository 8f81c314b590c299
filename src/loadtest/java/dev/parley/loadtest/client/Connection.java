package dev.parley.loadtest.client;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * STOMP frames over one WebSocket, from CONNECTED on. Sends heart-beats and cuts itself off when
 * the service's stop. One thread reads, any may write.
 */
final class Connection {

  /** A service that refuses the CONNECT says so with an ERROR; this is its code. */
  static final class Refused extends IOException {

    private static final long serialVersionUID = 1L;

    Refused(String code) {
      super(code);
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PROMISED_MILLIS = 5000;
  private static final int WANTED_MILLIS = 2000;
  private static final byte[] HEART_BEAT = {'\n'};

  private final Wire wire;
  private final Queue<Frame> read = new ArrayDeque<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile long heard = System.nanoTime();
  private volatile long said = System.nanoTime();

  private Connection(Wire wire) {
    this.wire = wire;
  }

  /** Opens a session; throws {@link Refused}, or another exception where nobody answers. */
  static Connection open(URI node, String token) throws IOException {
    Connection connection = new Connection(Wire.open(node, PATIENCE));
    try {
      connection.connect(node, token);
      return connection;
    } catch (IOException e) {
      connection.cut();
      throw e;
    }
  }

  private void connect(URI node, String token) throws IOException {
    write(
        Frame.of(
            "CONNECT",
            "accept-version",
            "1.2",
            "host",
            node.getHost(),
            "heart-beat",
            PROMISED_MILLIS + "," + WANTED_MILLIS,
            "Authorization",
            "Bearer " + token));
    Frame answer = next().orElseThrow(() -> new IOException("closed before CONNECTED"));
    if (!answer.command().equals("CONNECTED")) {
      throw new Refused(answer.header("code").orElse(answer.command()));
    }
    wire.waitForever();
    String[] beats = answer.header("heart-beat").orElse("0,0").split(",", -1);
    long theirs = Long.parseLong(beats[0]);
    long wanted = Long.parseLong(beats[1]);
    // STOMP 1.2, "Heart-beating": the slower of what one promises and the other wants; 0 is never.
    long silence = theirs == 0 ? Long.MAX_VALUE / 4 : Math.max(theirs, WANTED_MILLIS);
    long pulse = wanted == 0 ? Long.MAX_VALUE / 4 : Math.max(wanted, PROMISED_MILLIS);
    Thread.ofVirtual().name("pulse").start(() -> beat(pulse, silence));
  }

  private void beat(long pulse, long silence) {
    try {
      while (!over.await(Math.min(1000, silence / 2), TimeUnit.MILLISECONDS)) {
        if (millisSince(heard) > silence * 5 / 2) {
          cut();
        } else if (millisSince(said) > pulse * 3 / 4) {
          say(HEART_BEAT);
        }
      }
    } catch (IOException e) {
      cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  void write(Frame frame) throws IOException {
    say(frame.encode());
  }

  private void say(byte[] message) throws IOException {
    wire.send(message);
    said = System.nanoTime();
  }

  /** The next frame; empty once the service has closed. */
  Optional<Frame> next() throws IOException {
    while (read.isEmpty()) {
      Optional<byte[]> message = wire.read();
      if (message.isEmpty()) {
        return Optional.empty();
      }
      heard = System.nanoTime();
      List<Frame> frames = Frame.decode(message.get());
      read.addAll(frames);
    }
    return Optional.of(read.remove());
  }

  /** Whether it ended within that time. */
  boolean endsWithin(long millis) throws InterruptedException {
    return over.await(millis, TimeUnit.MILLISECONDS);
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Vanishes, with a reset. */
  void cut() {
    over.countDown();
    wire.cut();
  }

  /** Ends with nothing left to say. */
  void close() {
    over.countDown();
    wire.close();
  }
}
