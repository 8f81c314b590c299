package dev.parley.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.redis.kit.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TwoRedisIT {

  @Test
  void theReplicaTakesOverWithoutWhatItMissed() {
    try (TwoRedis redis = new TwoRedis()) {
      RedisServer first = redis.primary();
      first.cli("SET", "seen", "1");
      first.cli("WAIT", "1", "5000");
      redis.stopReplication();
      first.cli("SET", "missed", "1");

      redis.failOver();

      assertThat(redis.primary()).isNotEqualTo(first);
      assertThat(redis.primary().info("role")).isEqualTo("master");
      assertThat(redis.primary().cli("EXISTS", "seen", "missed")).isEqualTo("1");
      assertThat(first.info("role")).isEqualTo("slave");
    }
  }
}
