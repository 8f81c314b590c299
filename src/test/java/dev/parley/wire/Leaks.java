package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Buffers outside the heap that nobody released. {@code io.netty.leakDetection.level} is {@code
 * paranoid} in the tests, so that each buffer is watched; one is found missing when the collector
 * has taken it and another is made.
 */
final class Leaks {

  private static final List<String> FOUND = new CopyOnWriteArrayList<>();

  private Leaks() {}

  /** Before the first buffer is made, or it is not watched. */
  static void watch() {
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation") // The method to override is.
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int interval, long most) {
            return new Watch<>(resource, interval);
          }
        });
  }

  static void assertNone() {
    System.gc();
    for (int i = 0; i < 10; i++) {
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
    assertThat(FOUND).as("buffers that were not released").isEmpty();
  }

  private static final class Watch<T> extends ResourceLeakDetector<T> {

    Watch(Class<T> resource, int interval) {
      super(resource, interval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
      FOUND.add(type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
      FOUND.add(type);
    }
  }
}
