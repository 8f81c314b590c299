package dev.parley.broker;

import dev.parley.channel.Broker;
import dev.parley.channel.Entry;
import java.util.ArrayList;
import java.util.List;

/** What was in an envelope. */
sealed interface Opened {

  /** Messages, in the order they were sent in. */
  record Messages(List<Parcel> parcels) implements Opened {

    /** Hands them on; those of one channel that stand together go together. */
    void to(Broker.Receiver receiver) {
      int from = 0;
      while (from < parcels.size()) {
        Parcel first = parcels.get(from);
        List<Entry> entries = new ArrayList<>();
        while (from < parcels.size() && parcels.get(from).channel().equals(first.channel())) {
          entries.add(parcels.get(from++).entry());
        }
        receiver.arrived(first.channel(), entries);
      }
    }
  }

  /** What a node sends itself to see that it is reached. */
  record Probe(long mark) implements Opened {}

  /** Nothing that can be used. */
  record Rejected(Loss loss) implements Opened {}
}
