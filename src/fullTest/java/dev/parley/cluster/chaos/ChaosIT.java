package dev.parley.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.io.CleanupMode.ON_SUCCESS;

import dev.parley.loadtest.Crowd;
import dev.parley.loadtest.Plan;
import dev.parley.loadtest.history.Expectations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three nodes that are killed, paused and cut off, with Redis and the broker, while restless
 * clients talk: every promise holds. {@code -Dseed=} repeats a schedule, {@code -Dminutes=} says
 * how long all of them last together; without it, three minutes.
 */
class ChaosIT {

  private static final int NODES = 3;
  private static final int RETAINED = 1000;

  /** Which cluster, and what is done to it. */
  enum Scene {
    /** Redis carries the messages; it may be away, but loses nothing. */
    OVER_REDIS,
    /** RabbitMQ carries them, and is hurt as well. */
    OVER_RABBIT,
    /** Redis comes back empty, or as a replica that missed something. */
    LOSING,
    /** Sentinel chooses who is the primary. */
    UNDER_SENTINEL;

    Cluster.Bond bond() {
      return switch (this) {
        case OVER_REDIS, LOSING -> Cluster.Bond.REDIS;
        case OVER_RABBIT -> Cluster.Bond.RABBIT;
        case UNDER_SENTINEL -> Cluster.Bond.SENTINEL;
      };
    }

    Set<Deed> deeds() {
      return switch (this) {
        case OVER_REDIS ->
            EnumSet.of(
                Deed.KILL_NODE,
                Deed.PAUSE_NODE,
                Deed.PAUSE_NODE_BEYOND_LEASE,
                Deed.CUT_REDIS_OFF,
                Deed.CUT_REDIS_OFF_BEYOND_LEASE,
                Deed.TEAR_REDIS_OFF,
                Deed.SLOW_REDIS_DOWN,
                Deed.PAUSE_REDIS,
                Deed.PAUSE_REDIS_BEYOND_LEASE);
        case OVER_RABBIT ->
            EnumSet.of(
                Deed.KILL_NODE,
                Deed.PAUSE_NODE,
                Deed.CUT_REDIS_OFF,
                Deed.PAUSE_REDIS,
                Deed.CUT_BROKER_OFF,
                Deed.TEAR_BROKER_OFF,
                Deed.SLOW_BROKER_DOWN,
                Deed.RESTART_BROKER,
                Deed.PAUSE_BROKER);
        case LOSING ->
            EnumSet.of(
                Deed.KILL_NODE,
                Deed.PAUSE_NODE,
                Deed.CUT_REDIS_OFF,
                Deed.SLOW_REDIS_DOWN,
                Deed.LOSE_REDIS,
                Deed.FAIL_OVER);
        case UNDER_SENTINEL ->
            EnumSet.of(Deed.KILL_NODE, Deed.PAUSE_NODE, Deed.KILL_PRIMARY, Deed.CHANGE_OVER);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPromiseHolds(Scene scene, @TempDir(cleanup = ON_SUCCESS) Path folder)
      throws InterruptedException {
    double minutes = Double.parseDouble(System.getProperty("minutes", "3"));
    Duration time = Duration.ofMillis((long) (minutes * 60_000 / Scene.values().length));
    try (Cluster cluster = Cluster.start(NODES, scene.bond(), folder)) {
      Run run = new Run("chaos-" + scene.name().toLowerCase(Locale.ROOT), cluster.urls(), folder);
      Schedule schedule = Schedule.of(run.seed(), (int) time.toMillis(), NODES, scene.deeds());
      run.say("\n" + schedule);
      Crowd crowd = run.crowd(Plan.ofUnrest("chaos", 30, 6));

      try (Turmoil turmoil = new Turmoil(cluster, schedule)) {
        turmoil.begin();
        crowd.live(time);
        turmoil.heal();
      }

      run.finish(new Expectations(schedule.losses(), true, RETAINED));
      assertThat(run.figures().deliveries()).isGreaterThan(1000);
    }
  }
}
