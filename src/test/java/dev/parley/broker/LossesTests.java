package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class LossesTests {

  private final AtomicLong nanos = new AtomicLong(-1);
  private final Losses losses = new Losses(nanos::get);

  @Test
  void countsEachReason() {
    losses.add(Loss.GARBAGE, 1);
    losses.add(Loss.AWAY, 3);
    losses.add(Loss.AWAY, 2);

    assertThat(losses.count(Loss.GARBAGE)).isEqualTo(1);
    assertThat(losses.count(Loss.AWAY)).isEqualTo(5);
    assertThat(losses.count(Loss.FOREIGN)).isZero();
  }

  @Test
  void saysItOnceInTenSeconds(CapturedOutput output) {
    for (int i = 0; i < 100; i++) {
      losses.add(Loss.GARBAGE, 1);
    }
    losses.add(Loss.FOREIGN, 1);
    assertThat(lines(output, Loss.GARBAGE)).isEqualTo(1);
    assertThat(lines(output, Loss.FOREIGN)).isEqualTo(1);

    nanos.addAndGet(10_000_000_000L);
    losses.add(Loss.GARBAGE, 1);
    assertThat(lines(output, Loss.GARBAGE)).isEqualTo(2);
    assertThat(output).contains("101 since the start");
  }

  @Test
  void tagsAreWords() {
    assertThat(Loss.TOO_LARGE.tag()).isEqualTo("too-large");
  }

  private static long lines(CapturedOutput output, Loss loss) {
    return output.getAll().lines().filter(line -> line.contains(loss.sentence())).count();
  }
}
