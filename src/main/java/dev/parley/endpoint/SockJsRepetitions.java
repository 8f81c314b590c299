package dev.parley.endpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.springframework.http.server.ServerHttpRequest;

/**
 * Knows a request of a session that comes twice. A browser whose connection breaks before the
 * answer sends the request again by itself, a POST as well, and tells nobody. Then messages would
 * arrive twice, and what an answer held that was lost would count as read. Each request of SockJS's
 * own client says in milliseconds when it was made, as {@code t}, which the repetition says too.
 * Clients that never say it are libraries, which do not repeat.
 */
final class SockJsRepetitions {

  /** The clocks of some browsers go in steps of more than a millisecond. */
  private static final long STEP = Duration.ofMillis(2).toNanos();

  private final AtomicReference<String> last = new AtomicReference<>("");
  private volatile long came;

  /** Whether the request was made when the one before it was; it is the last one from now on. */
  boolean isRepeated(ServerHttpRequest request) {
    String made = made(request).orElse("");
    came = System.nanoTime();
    return made.equals(last.getAndSet(made)) && !made.isEmpty();
  }

  /** Waits, hardly ever, until what the client asks next is made later than what it asked last. */
  void awaitNext() {
    long left = came + STEP - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = came + STEP - System.nanoTime();
    }
  }

  private static Optional<String> made(ServerHttpRequest request) {
    String query = request.getURI().getRawQuery();
    return query == null
        ? Optional.empty()
        : Stream.of(query.split("&")).filter(field -> field.startsWith("t=")).findFirst();
  }
}
