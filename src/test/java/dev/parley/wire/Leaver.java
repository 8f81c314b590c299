package dev.parley.wire;

import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * A client of a node that ends, and when it was told so; nanoseconds of {@link System#nanoTime}. It
 * never moves, whatever it is asked.
 */
final class Leaver {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * What became of it.
   *
   * @param asked to move; empty: never
   * @param within the milliseconds that it was given; 0: none
   */
  record Course(Way way, OptionalLong asked, long within, long closed) {

    /** When the node turned to it. */
    long turn() {
      return asked.orElse(closed);
    }
  }

  private final CompletableFuture<Course> course;

  /**
   * @param listens whether it has subscribed to notices
   */
  Leaver(Way way, StompClient client, boolean listens) {
    client.patience(PATIENCE);
    course =
        CompletableFuture.supplyAsync(
            () -> course(way, client, listens), task -> Thread.startVirtualThread(task));
  }

  private static Course course(Way way, StompClient client, boolean listens) {
    OptionalLong asked = OptionalLong.empty();
    long within = 0;
    if (listens) {
      StompFrame notice = client.nextMessage("notices");
      asked = OptionalLong.of(System.nanoTime());
      within = Long.parseLong(notice.text().replaceAll("\\{\"type\":\"move\",\"withinMs\":|}", ""));
    }
    client.expectError("restarting", 1012);
    return new Course(way, asked, within, System.nanoTime());
  }

  Course course() {
    return course.join();
  }
}
