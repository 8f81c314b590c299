package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.channel.Channels;
import dev.parley.session.Sessions;
import dev.parley.wire.kit.Door;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fifteen thousand idle sockets come and go, and the service is as it was before. */
@Timeout(240)
class IdleCrowdIT {

  private static final int CROWD = 15_000;
  private static final long MEBIBYTE = 1024 * 1024;

  /** What the JVM and Netty keep for the next crowd, which does not grow with it. */
  private static final long MOST_LEFT = 8 * MEBIBYTE;

  private record Memory(long heap, long outside) {}

  @ParameterizedTest
  @EnumSource(Door.class)
  void memoryIsBackWhereItWasWhenTheyAreGone(Door door) throws Exception {
    // Nobody in the crowd answers pings, and all have one address.
    try (RunningParley node =
        RunningParley.with(
            "--parley.heart-beat.ping=0s",
            "--parley.limits.connections-per-address=0",
            "--parley.limits.connect-rate=0")) {
      comeAndGo(node, door, 2_000);
      Memory before = memory();

      Memory during = comeAndGo(node, door, CROWD);
      Memory after = memory();

      System.out.printf(
          "%s door: %.1f KiB of heap for each of %d idle sockets; before, during, after: %s %s"
              + " %s%n",
          door, (during.heap() - before.heap()) / 1024.0 / CROWD, CROWD, before, during, after);
      assertThat(after.heap()).isLessThan(before.heap() + MOST_LEFT);
      assertThat(after.outside()).isLessThan(before.outside() + MOST_LEFT);
    }
    Leaks.assertNone();
  }

  /** What is in use while they are there. */
  private static Memory comeAndGo(RunningParley node, Door door, int count)
      throws IOException, InterruptedException {
    Sessions sessions = node.bean(Sessions.class);
    Process crowd = crowd(node, door, count);
    try (BufferedReader says = crowd.inputReader()) {
      assertThat(says.readLine()).isEqualTo("open");
      assertThat(sessions.count()).isEqualTo(count);
      Memory during = memory();
      crowd.outputWriter().append("go\n").flush();
      assertThat(says.readLine()).isEqualTo("closed");
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(sessions.count()).isZero());
      assertThat(sessions.users()).isEmpty();
      assertThat(node.bean(Channels.class).active()).isZero();
      return during;
    } finally {
      crowd.destroyForcibly().waitFor();
    }
  }

  private static Process crowd(RunningParley node, Door door, int count) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            IdleCrowd.class.getName(),
            String.valueOf(node.asTarget().at(door).getPort()),
            node.asTarget().secret(),
            String.valueOf(count));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Memory memory() {
    // Twice, because what is released by the first may hold what the second takes.
    System.gc();
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    var netty = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return new Memory(heap, netty.usedDirectMemory());
  }
}
