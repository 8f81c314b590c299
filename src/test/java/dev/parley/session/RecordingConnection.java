package dev.parley.session;

import dev.parley.protocol.OutFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection that keeps what it is given. A round is done at once, before its write returns but
 * on another thread, or when the test says so and on the thread that says so. For any thread.
 */
public final class RecordingConnection implements Connection {

  private enum Done {
    AT_ONCE,
    ELSEWHERE,
    WHEN_TOLD
  }

  private final List<OutFrame> written = new ArrayList<>();
  private final List<Integer> rounds = new ArrayList<>();
  private final Queue<Runnable> unfinished = new ArrayDeque<>();
  private final List<String> ends = new ArrayList<>();
  private final List<Boolean> pauses = new ArrayList<>();
  private final List<Duration> hears = new ArrayList<>();
  private final boolean textOnly;
  private Done when = Done.AT_ONCE;
  private int open;
  private int pings;
  private Runnable onWrite = () -> {};

  public RecordingConnection() {
    this(false);
  }

  public RecordingConnection(boolean textOnly) {
    this.textOnly = textOnly;
  }

  /** From now on rounds are done by {@link #finish} only. */
  synchronized RecordingConnection hold() {
    when = Done.WHEN_TOLD;
    return this;
  }

  /** What runs with every frame that is written, in the lane. */
  synchronized RecordingConnection onWrite(Runnable task) {
    onWrite = task;
    return this;
  }

  /** From now on rounds are done at once. */
  synchronized void letGo() {
    when = Done.AT_ONCE;
  }

  /** From now on rounds are done on another thread while their write waits for it. */
  synchronized void finishElsewhere() {
    when = Done.ELSEWHERE;
  }

  /** The round under way is done; false where there is none. */
  boolean finish() {
    Runnable done;
    synchronized (this) {
      done = unfinished.poll();
    }
    if (done != null) {
      done.run();
    }
    return done != null;
  }

  @Override
  public void write(OutFrame frame, boolean more, @Nullable Runnable done) {
    Done how;
    synchronized (this) {
      written.add(frame);
      onWrite.run();
      open += frame.size();
      if (!more) {
        rounds.add(open);
        open = 0;
      }
      how = when;
      if (how == Done.WHEN_TOLD && done != null) {
        unfinished.add(done);
      }
    }
    if (how == Done.AT_ONCE && done != null) {
      done.run();
    } else if (how == Done.ELSEWHERE && done != null) {
      CompletableFuture.runAsync(done).join();
    }
  }

  @Override
  public synchronized boolean ping() {
    pings++;
    return !textOnly;
  }

  @Override
  public synchronized void close(int code, String reason) {
    ends.add(code + " " + reason);
  }

  @Override
  public synchronized void abort() {
    ends.add("abort");
  }

  @Override
  public String door() {
    return "test";
  }

  @Override
  public boolean textOnly() {
    return textOnly;
  }

  @Override
  public synchronized void hearsEvery(Duration interval) {
    hears.add(interval);
  }

  @Override
  public synchronized void pauseReading(boolean pause) {
    pauses.add(pause);
  }

  public synchronized List<OutFrame> written() {
    return List.copyOf(written);
  }

  /** What was written, as {@link Frames#said} has it. */
  synchronized List<String> heard() {
    return written.stream().map(Frames::said).toList();
  }

  /** The bytes of each round, the last of whose frames was marked so. */
  synchronized List<Integer> rounds() {
    return List.copyOf(rounds);
  }

  synchronized int underWay() {
    return unfinished.size();
  }

  /** How it was ended: code and reason, or {@code abort}. */
  synchronized List<String> ends() {
    return List.copyOf(ends);
  }

  synchronized int pings() {
    return pings;
  }

  /** How often it was told that heart-beats will be written. */
  public synchronized List<Duration> hears() {
    return List.copyOf(hears);
  }

  public synchronized List<Boolean> pauses() {
    return List.copyOf(pauses);
  }
}
