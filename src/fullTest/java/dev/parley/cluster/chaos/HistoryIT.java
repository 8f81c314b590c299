package dev.parley.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.io.CleanupMode.ON_SUCCESS;

import dev.parley.loadtest.Crowd;
import dev.parley.loadtest.Plan;
import dev.parley.loadtest.history.Expectations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One node, its memory, and clients who never rest: every promise holds. */
@Timeout(180)
class HistoryIT {

  private static final Duration TIME = Duration.ofSeconds(8);

  @Test
  void oneNodeKeepsItsPromises(@TempDir(cleanup = ON_SUCCESS) Path folder) {
    try (NodeProcess node = new NodeProcess("node", folder, List.of())) {
      node.start();
      node.awaitReady();
      Run run = new Run("history", List.of(node.url()), folder);
      Crowd crowd = run.crowd(Plan.ofUnrest("history", 60, 8));

      crowd.live(TIME);

      run.finish(Expectations.ofHealthy(1000));
      assertThat(run.figures().deliveries()).isGreaterThan(1000);
      assertThat(run.figures().repeated()).isPositive();
      assertThat(node.log()).doesNotContain(" ERROR ");
    }
  }
}
