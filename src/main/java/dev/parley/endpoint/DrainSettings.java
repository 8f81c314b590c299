package dev.parley.endpoint;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the end of the service takes.
 *
 * @param delay from the end of readiness until clients are sent away, for whoever sends them here
 *     to notice it; zero: at once
 * @param duration over which clients are sent away; zero: all at once
 */
@ConfigurationProperties("parley.drain")
record DrainSettings(@DefaultValue("5s") Duration delay, @DefaultValue("20s") Duration duration) {

  private static final Duration LONGEST = Duration.ofHours(1);

  DrainSettings {
    require(delay, "delay");
    require(duration, "duration");
  }

  private static void require(Duration value, String key) {
    if (value.isNegative() || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("parley.drain." + key + " must be 0 to 1h");
    }
  }
}
