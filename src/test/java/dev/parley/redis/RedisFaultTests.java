package dev.parley.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisFaultTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OOM command not allowed when used memory > 'maxmemory'. script: ab, on @x:1. |"
            + " OUT_OF_MEMORY",
        "READONLY You can't write against a read only replica. | READ_ONLY",
        "NOAUTH Authentication required. | DENIED",
        "WRONGPASS invalid username-password pair or user is disabled. | DENIED",
        "ERR ACL failure in script: User default has no permissions to run 'xadd' | DENIED",
        "ERR The user executing the script can't run this command or subcommand | DENIED",
        "WRONGTYPE Operation against a key holding the wrong kind of value | WRONG_TYPE",
        "ERR user_script:12: FORMAT another version script: ab, on @user_script:12. | FORMAT",
        "ERR Error running script (call to f_ab): @user_script:9: user_script:9: FORMAT x | FORMAT",
        "ERR Error running script (call to f_ab): @user_script:9: WRONGTYPE Operation | WRONG_TYPE",
        "MISCONF Redis is configured to save RDB snapshots | NOT_SAVED",
        "NOREPLICAS Not enough good replicas to write. | NOT_SAVED",
        "LOADING Redis is loading the dataset in memory | LOADING",
        "BUSY Redis is busy running a script. | BUSY",
        "CLUSTERDOWN The cluster is down | CLUSTER",
        "TRYAGAIN Multiple keys request during rehashing of slot | CLUSTER",
        "ERR something else | OTHER",
      })
  void errorIsKnownByItsWord(String message, RedisFault fault) {
    Throwable failure = new CompletionException(new RedisCommandExecutionException(message));
    assertThat(RedisFault.of(failure)).isEqualTo(fault);
  }

  @Test
  void brokenConnectionIsKnownHoweverItShows() {
    assertThat(RedisFault.of(new RedisException("Connection disconnected")))
        .isEqualTo(RedisFault.DISCONNECTED);
    assertThat(RedisFault.of(new RedisException(new IOException("recv failed with error(-104)"))))
        .isEqualTo(RedisFault.DISCONNECTED);
    assertThat(RedisFault.of(new CancellationException())).isEqualTo(RedisFault.DISCONNECTED);
    assertThat(RedisFault.of(new RedisCommandTimeoutException("after 2 seconds")))
        .isEqualTo(RedisFault.TIMEOUT);
  }

  @Test
  void connectionThatDoesNotComeAboutIsUnreachableUnlessRedisSaysWhy() {
    assertThat(RedisFault.ofConnecting(new RedisConnectionException("Unable to connect")))
        .isEqualTo(RedisFault.UNREACHABLE);
    assertThat(
            RedisFault.ofConnecting(
                new RedisConnectionException(
                    "Unable to connect", new RedisCommandExecutionException("NOAUTH required"))))
        .isEqualTo(RedisFault.DENIED);
  }

  @Test
  void reasonsAreWordsOfMetrics() {
    assertThat(RedisFault.OUT_OF_MEMORY.reason()).isEqualTo("out-of-memory");
  }
}
