package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.protocol.OutFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many threads race for one lane: whatever they meet there, these promises hold. */
abstract class LaneStress {

  private static final int THREADS = 6;
  private static final int TASKS = 15_000;
  private static final int SESSIONS = 8;
  private static final int LARGE = 17;

  private final ExecutorService network = Executors.newFixedThreadPool(2);
  private final AtomicBoolean inside = new AtomicBoolean();
  private final AtomicInteger sent = new AtomicInteger();
  private final List<String> broken = Collections.synchronizedList(new ArrayList<>());
  private final List<BusyConnection> connections = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();

  /** No lock and not volatile: the lane alone makes it right. */
  private int done;

  /** The lane that they race for, always the same. */
  abstract SocketLane lane();

  /** Whether tasks are to run on the lane's own thread only, however small. */
  abstract boolean allOnItsThread();

  /** A socket that takes some rounds at once and lets others wait for the network. */
  private final class BusyConnection implements Connection {

    private final Random random;
    private final List<String> written = new ArrayList<>();
    private boolean busy;

    BusyConnection(long seed) {
      random = new Random(seed);
    }

    @Override
    public void write(OutFrame frame, boolean more, @Nullable Runnable end) {
      if (busy) {
        broken.add("a round began before the one before had ended");
      }
      written.add(Frames.said(frame));
      if (end != null) {
        busy = true;
        Runnable ended =
            () -> {
              busy = false;
              end.run();
            };
        if (random.nextInt(3) == 0) {
          network.execute(ended);
        } else {
          ended.run();
        }
      }
    }

    @Override
    public boolean ping() {
      return true;
    }

    @Override
    public void close(int code, String reason) {}

    @Override
    public void abort() {}

    @Override
    public String door() {
      return "test";
    }

    @Override
    public boolean textOnly() {
      return false;
    }

    @Override
    public void pauseReading(boolean pause) {}
  }

  @Test
  void nothingIsLostDoubledOrReorderedAndTasksNeverMeet() throws Exception {
    openSessions();
    CompletableFuture<Thread> own = new CompletableFuture<>();
    lane().run(() -> own.complete(Thread.currentThread()), LARGE);
    Thread laneThread = own.join();
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService senders = Executors.newFixedThreadPool(THREADS)) {
      for (int sender = 0; sender < THREADS; sender++) {
        int name = sender;
        var _ = senders.submit(() -> send(name, start, laneThread));
      }
      start.countDown();
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> written() == sent.get());
    CompletableFuture<Integer> ran = new CompletableFuture<>();
    lane().run(() -> ran.complete(done), 0);
    assertThat(ran).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(THREADS * TASKS);
    assertThat(broken).isEmpty();
    connections.forEach(LaneStress::assertOrderOfEachSender);
    network.close();
  }

  private void openSessions() {
    SessionLimits none = new SessionLimits(0, Duration.ZERO, Duration.ZERO, 0);
    for (int i = 0; i < SESSIONS; i++) {
      connections.add(new BusyConnection(i));
      sessions.add(new Session("s" + i, connections.get(i), lane(), none, System.nanoTime()));
    }
  }

  private @Nullable Void send(int sender, CountDownLatch start, Thread laneThread)
      throws InterruptedException {
    start.await();
    Random random = new Random(sender);
    for (int i = 0; i < TASKS; i++) {
      String text = sender + ":" + i;
      boolean large = random.nextInt(10) == 0;
      int first = random.nextInt(SESSIONS);
      int many = large ? SESSIONS : 1;
      sent.addAndGet(many);
      lane().run(() -> task(text, first, many, laneThread), large ? LARGE : 1);
    }
    return null;
  }

  private void task(String text, int first, int many, Thread laneThread) {
    if (!inside.compareAndSet(false, true)) {
      broken.add("two tasks met");
    }
    if ((many > 1 || allOnItsThread()) && !Thread.currentThread().equals(laneThread)) {
      broken.add("a task ran on " + Thread.currentThread().getName());
    }
    for (int i = 0; i < many; i++) {
      sessions.get((first + i) % SESSIONS).push(Frames.saying(text));
    }
    done++;
    inside.set(false);
  }

  /** Read in the lane, which owns the lists. */
  private int written() {
    CompletableFuture<Integer> count = new CompletableFuture<>();
    lane()
        .run(
            () -> count.complete(connections.stream().mapToInt(each -> each.written.size()).sum()),
            0);
    return count.join();
  }

  private static void assertOrderOfEachSender(BusyConnection connection) {
    Map<String, Integer> last = new HashMap<>();
    for (String text : connection.written) {
      String[] parts = text.split(":", -1);
      int number = Integer.parseInt(parts[1]);
      assertThat(number).isGreaterThan(last.getOrDefault(parts[0], -1));
      last.put(parts[0], number);
    }
  }
}
