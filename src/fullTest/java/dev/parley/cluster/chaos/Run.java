package dev.parley.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.loadtest.Crowd;
import dev.parley.loadtest.Figures;
import dev.parley.loadtest.Plan;
import dev.parley.loadtest.client.Tokens;
import dev.parley.loadtest.client.World;
import dev.parley.loadtest.history.Expectations;
import dev.parley.loadtest.history.History;
import dev.parley.loadtest.history.HistoryChecker;
import dev.parley.loadtest.history.HistoryText;
import dev.parley.loadtest.history.Violation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One crowd on one cluster, from its arrival to the verdict. {@code -Dseed=} repeats the choices of
 * an earlier run.
 */
final class Run {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final History history = new History();
  private final long seed = Long.getLong("seed", ThreadLocalRandom.current().nextInt(1 << 30));
  private final String name;
  private final World world;
  private final Path folder;
  private Optional<Crowd> crowd = Optional.empty();

  /**
   * @param folder where the history of a run that fails is written
   */
  Run(String name, List<URI> nodes, Path folder) {
    this.name = name;
    this.world = new World(nodes, new Tokens(NodeProcess.SECRET, Duration.ofHours(12)), history);
    this.folder = folder;
    say("seed " + seed);
  }

  long seed() {
    return seed;
  }

  /** The crowd, all in their rooms. */
  Crowd crowd(Plan plan) {
    Crowd gathered = new Crowd(plan, world, seed);
    crowd = Optional.of(gathered);
    assertThat(gathered.gather(PATIENCE)).as("everybody gets in").isTrue();
    return gathered;
  }

  /** To be called when all is healed: waits until all is quiet, and judges. */
  void finish(Expectations expectations) {
    long healed = System.nanoTime();
    boolean caughtUp = crowd.orElseThrow().catchUp(PATIENCE, Crowd.REPAIR);
    boolean quiet = crowd.orElseThrow().settle(expectations.retained(), PATIENCE);
    Duration waited = Duration.ofNanos(System.nanoTime() - healed);
    List<Violation> violations = HistoryChecker.check(history, expectations);
    crowd.orElseThrow().leave();
    say(figures() + "; quiet after " + waited + "; " + violations.size() + " violations");
    if (!caughtUp || !quiet || !violations.isEmpty()) {
      Path dump = folder.resolve("history-" + name + "-" + seed + ".txt");
      HistoryText.write(history, dump);
      say("the history is in " + dump);
      violations.forEach(violation -> say(violation.toString()));
    }
    assertThat(violations).as("seed %d", seed).isEmpty();
    assertThat(caughtUp).as("the last messages come in time, seed %d", seed).isTrue();
    assertThat(quiet).as("all is quiet, seed %d", seed).isTrue();
  }

  History history() {
    return history;
  }

  Figures figures() {
    return Figures.of(history);
  }

  /** To the output of the build, where the seed of a failure is looked for. */
  void say(String what) {
    System.out.println(name + ": " + what);
  }
}
