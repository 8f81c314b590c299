package dev.parley.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The lanes of a door, each with its share of the sockets. */
public final class Lanes implements AutoCloseable {

  private final List<WriterLane> lanes;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * @param times told of everything that is delivered in one of them
   */
  public Lanes(int count, DeliveryTimes times) {
    lanes =
        IntStream.range(0, count)
            .mapToObj(i -> new WriterLane("parley-writer-" + i, times))
            .toList();
  }

  public WriterLane next() {
    return lanes.get(Math.floorMod(next.getAndIncrement(), lanes.size()));
  }

  @Override
  public void close() {
    lanes.forEach(WriterLane::close);
  }
}
