package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.RawWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Shows whether an event loop is kept waiting: its sockets answer pings late then. */
final class Pings {

  private Pings() {}

  /**
   * Pings the sockets one after the other for so long; in milliseconds, how long the pongs of all
   * but the slowest hundredth took.
   */
  static long percentile99(List<RawWebSocket> sockets, Duration time) {
    List<Long> waited = new ArrayList<>();
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      RawWebSocket socket = sockets.get(i % sockets.size());
      long asked = System.nanoTime();
      socket.ping(("" + i).getBytes(UTF_8));
      assertThat(socket.pong()).asString(UTF_8).isEqualTo("" + i);
      waited.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked));
    }
    assertThat(waited).as("answers").hasSizeGreaterThan(100);
    Collections.sort(waited);
    return waited.get(waited.size() * 99 / 100);
  }
}
