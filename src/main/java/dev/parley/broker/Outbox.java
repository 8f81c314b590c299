package dev.parley.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * What waits to leave over one connection, for each node in the order it was put in. Nodes take
 * turns. Holds a limited number of bytes, so that a broker that is away costs memory only up to
 * there. For any thread.
 */
final class Outbox {

  /** What goes to one node in one envelope. */
  record Batch(String address, List<Parcel> parcels) {}

  /** A few seconds of a busy node. */
  static final int MOST_BYTES = 16 * 1024 * 1024;

  /** What a waiting message costs besides its bytes. */
  private static final int OVERHEAD = 128;

  private final Map<String, Queue<Parcel>> waiting = new LinkedHashMap<>();
  private long bytes;

  /** Whether there was room. */
  synchronized boolean put(String address, Parcel parcel) {
    int size = OVERHEAD + parcel.size();
    if (bytes + size > MOST_BYTES) {
      return false;
    }
    bytes += size;
    waiting.computeIfAbsent(address, _ -> new ArrayDeque<>()).add(parcel);
    return true;
  }

  /** The next envelope's messages, of the node whose turn it is; empty where nothing waits. */
  synchronized Optional<Batch> take() {
    Iterator<String> turns = waiting.keySet().iterator();
    return turns.hasNext() ? take(turns.next()) : Optional.empty();
  }

  /** The next envelope's messages to this node; empty where nothing waits for it. */
  synchronized Optional<Batch> take(String address) {
    Queue<Parcel> parcels = waiting.remove(address);
    if (parcels == null) {
      return Optional.empty();
    }
    List<Parcel> batch = new ArrayList<>();
    int size = Envelope.HEAD;
    for (Parcel next = parcels.peek(); next != null; next = parcels.peek()) {
      size += next.size();
      if (!batch.isEmpty() && size > Envelope.FULL) {
        break;
      }
      batch.add(parcels.remove());
      bytes -= OVERHEAD + next.size();
    }
    if (!parcels.isEmpty()) {
      waiting.put(address, parcels);
    }
    return Optional.of(new Batch(address, batch));
  }

  /** Bytes that wait, with what keeping them costs. */
  synchronized long bytes() {
    return bytes;
  }
}
