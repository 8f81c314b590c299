package dev.parley.broker;

import static org.awaitility.Awaitility.await;

import dev.parley.channel.Broker;
import dev.parley.channel.Entry;
import dev.parley.protocol.ChannelName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A node's end of a broker: notes what it hears. */
final class Listener implements Broker.Receiver {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<ChannelName, Long> last = new ConcurrentHashMap<>();
  private final List<String> disorder = new CopyOnWriteArrayList<>();
  private final AtomicLong heard = new AtomicLong();
  private final AtomicInteger interruptions = new AtomicInteger();

  @Override
  public void arrived(ChannelName channel, List<Entry> entries) {
    for (Entry entry : entries) {
      Long before = last.put(channel, entry.number());
      if (before != null && before >= entry.number()) {
        disorder.add(channel + ": " + entry.number() + " after " + before);
      }
    }
    heard.addAndGet(entries.size());
  }

  @Override
  public void interrupted() {
    interruptions.incrementAndGet();
  }

  long heard() {
    return heard.get();
  }

  int interruptions() {
    return interruptions.get();
  }

  List<String> disorder() {
    return disorder;
  }

  void awaits(ChannelName channel, long number) {
    await().atMost(PATIENCE).until(() -> last.getOrDefault(channel, 0L) >= number);
  }
}
