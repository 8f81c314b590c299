package dev.parley.channel;

import dev.parley.ManualClock;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import dev.parley.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A sequence over a log that has more, or less, than what arrives. */
final class OneSequence {

  final ManualClock clock = new ManualClock();
  final ManualTimer timer = new ManualTimer(clock);
  final Tally tally = new Tally();
  final List<Long> passed = new ArrayList<>();
  final List<MessageId> strangers = new ArrayList<>();
  final HeldStore store;
  int doubts;
  private final MemoryStore memory = new MemoryStore(clock, Duration.ofMinutes(5));
  private final List<Entry> logged = new ArrayList<>();
  private final Serial serial = new Serial();
  private final ChannelName channel;
  private final Sequence sequence;

  OneSequence(ChannelName channel) {
    this.channel = channel;
    store = new HeldStore(memory);
    sequence =
        new Sequence(
            channel,
            new LogBacklog(store, TestNode.NAMESPACES),
            TestNode.context(timer, tally, gone -> {}),
            serial,
            new Outlet() {
              @Override
              public void next(Arrived next) {
                passed.add(next.number());
              }

              @Override
              public void stranger(Arrived stranger) {
                strangers.add(stranger.entry().id());
              }

              @Override
              public void doubt() {
                doubts++;
              }
            });
  }

  /** So many further messages are in the log. */
  void log(int messages) {
    Retention retention = TestNode.NAMESPACES.retentionOf(channel);
    for (int i = 0; i < messages; i++) {
      memory
          .append(channel, retention, List.of(TestNode.publication("message")))
          .thenAccept(answers -> answers.getFirst().entry().ifPresent(logged::add));
    }
  }

  /** The channel's end was at that number when somebody began to listen. */
  void beginAt(long number) {
    serial.run(() -> sequence.begin(logged.getFirst().id().at(number)));
  }

  void arrive(long... numbers) {
    for (long number : numbers) {
      serial.run(() -> sequence.accept(new Arrived(logged.get((int) number - 1), 0)));
    }
  }

  void forget() {
    serial.run(sequence::forget);
  }
}
