package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an operator reads when the keys of a cluster do not go together. */
@ExtendWith(OutputCaptureExtension.class)
class ClusterStartTests {

  @ParameterizedTest
  @CsvSource({
    "--parley.broker.type=redis, parley.broker.type=redis connects nodes",
    "--parley.broker.type=relay, parley.broker.type=relay connects nodes",
    "--spring.data.redis.masterreplica.nodes=127.0.0.1:1, spring.data.redis.masterreplica.nodes"
        + " does",
    "--parley.auth.cookie=token, parley.auth.cookie would let every page"
  })
  void wrongCombinationIsToldInOneSentence(String setting, String said, CapturedOutput output) {
    String store = setting.contains("redis.masterreplica") ? "redis" : "memory";
    assertThatException()
        .isThrownBy(
            () ->
                SpringApplication.run(
                    ParleyApplication.class,
                    "--server.port=0",
                    "--parley.auth.secret=0123456789abcdef0123456789abcdef",
                    "--parley.store.type=" + store,
                    "--parley.allowed-origins=*",
                    setting));

    assertThat(output).contains(said).doesNotContain("\tat ");
  }
}
