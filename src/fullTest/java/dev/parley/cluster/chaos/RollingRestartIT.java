package dev.parley.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.io.CleanupMode.ON_SUCCESS;

import dev.parley.loadtest.Crowd;
import dev.parley.loadtest.Plan;
import dev.parley.loadtest.history.Expectations;
import dev.parley.loadtest.history.History;
import dev.parley.loadtest.history.SessionLog;
import dev.parley.loadtest.history.Waits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes behind one address are ended and started again, one after the other, while all
 * clients talk: nothing is lost, doubled or out of order, nobody is seen to leave, and whoever
 * listens hardly notices. {@code -Dclients=} makes it larger, {@code -Drate=} says how many
 * messages a second all of them send together, {@code -Ddrain=} over how many seconds a node sends
 * its clients away, {@code -Dquiet=} how many seconds they talk before, and {@code -Dbond=RABBIT}
 * what carries the messages.
 */
@Timeout(600)
class RollingRestartIT {

  private static final int NODES = 3;
  private static final int RETAINED = 1000;
  private static final int CLIENTS = Integer.getInteger("clients", 150);
  private static final int RATE = Integer.getInteger("rate", 75);
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final Duration DRAIN = Duration.ofSeconds(Integer.getInteger("drain", 4));
  private static final Cluster.Bond BOND =
      Cluster.Bond.valueOf(System.getProperty("bond", Cluster.Bond.REDIS.name()));

  /** From the last client's end to that of the process. */
  private static final Duration RESERVE = Duration.ofSeconds(10);

  /** That clients talk before anything is done to them; the machines get warm in the first half. */
  private static final int QUIET_MILLIS = Integer.getInteger("quiet", 3) * 1000;

  /** In milliseconds of the history. */
  private record Span(long begin, long end) {

    boolean has(long time) {
      return time >= begin && time < end;
    }

    @Override
    public String toString() {
      return (end - begin) + " ms";
    }
  }

  @Test
  void clientsMoveAndMissNothing(@TempDir(cleanup = ON_SUCCESS) Path folder)
      throws InterruptedException {
    try (Cluster cluster =
            Cluster.start(
                NODES,
                BOND,
                folder,
                "--parley.drain.delay=" + DELAY.toMillis() + "ms",
                "--parley.drain.duration=" + DRAIN.toMillis() + "ms");
        Balancer balancer = new Balancer(nodes(cluster))) {
      Run run = new Run("rolling", List.of(balancer.url()), folder);
      int rooms = Math.clamp(CLIENTS / 12, 4, 240);
      Crowd crowd = run.crowd(new Plan("rolling", CLIENTS, rooms, 1, RATE, 64, 0));
      CompletableFuture<Void> talk =
          CompletableFuture.runAsync(() -> crowd.live(Duration.ofHours(1)));
      History history = run.history();
      long before = history.now() + QUIET_MILLIS / 2;
      pass(history, before + QUIET_MILLIS / 2);
      int sessions = history.sessions().size();

      long begin = history.now();
      List<Span> drains = new ArrayList<>();
      for (NodeProcess node : nodes(cluster)) {
        long terminated = history.now();
        end(node);
        drains.add(new Span(terminated, history.now()));
        node.start();
        node.awaitReady();
      }
      long end = history.now();
      pass(history, end + 2000);
      crowd.stop();
      talk.join();

      run.say("before: " + Waits.of(history, new Span(before, begin)::has));
      run.say(
          "while nodes end: "
              + Waits.of(history, at -> drains.stream().anyMatch(each -> each.has(at)))
              + "; they need "
              + drains);
      run.say("with their starts: " + Waits.of(history, new Span(begin, end)::has));
      run.say(ends(history, sessions));
      run.finish(Expectations.ofHealthy(RETAINED));
      // Each leaves a node at least once; where the machine is busy, not all of them in time.
      assertThat(moved(history)).isGreaterThan(CLIENTS / 4);
      assertThat(nodes(cluster)).allSatisfy(node -> assertThat(node.log()).doesNotContain("ERROR"));
    }
  }

  private static List<NodeProcess> nodes(Cluster cluster) {
    List<NodeProcess> all = new ArrayList<>();
    for (int i = 0; i < cluster.nodes(); i++) {
      all.add(cluster.member(i).node());
    }
    return all;
  }

  private static void pass(History history, long until) {
    await().atMost(Duration.ofMinutes(1)).until(() -> history.now() >= until);
  }

  private static void end(NodeProcess node) throws InterruptedException {
    node.terminate();
    assertThat(node.endsWithin(DELAY.plus(DRAIN).plus(RESERVE))).as("%s ends", node).isTrue();
  }

  private static long moved(History history) {
    return history.sessions().stream().filter(each -> each.end().equals(SessionLog.MOVED)).count();
  }

  private static String ends(History history, int before) {
    return "%d sessions at first; %d moved, %d were closed by the service, %d others ended"
        .formatted(
            before,
            moved(history),
            count(history, SessionLog.CLOSED),
            history.sessions().stream().filter(each -> !each.isOpen()).count()
                - moved(history)
                - count(history, SessionLog.CLOSED));
  }

  private static long count(History history, String end) {
    return history.sessions().stream().filter(each -> each.end().equals(end)).count();
  }
}
