package dev.parley.redis;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a link to one primary, for as long as it is wanted. */
final class Primary {

  private static final Logger LOG = LoggerFactory.getLogger(Primary.class);
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  private final Address address;
  private final Keeper keeper;

  private volatile @Nullable Link link;

  // Guarded by this.
  private boolean wanted = true;
  private boolean connecting;
  private int failures;

  Primary(Address address, Keeper keeper) {
    this.address = address;
    this.keeper = keeper;
  }

  Address address() {
    return address;
  }

  @Override
  public String toString() {
    return address.toString();
  }

  /** The way to that primary, where there is one and it is known who is there. */
  @Nullable Link link() {
    return link;
  }

  /** Connects where that is not under way already. */
  void connect() {
    synchronized (this) {
      if (!wanted || connecting || link != null) {
        return;
      }
      connecting = true;
    }
    // Connecting blocks, and asks Sentinel or a name server first.
    Thread.ofVirtual().name("parley-redis-connect").start(this::open);
  }

  void check() {
    Link current = link;
    if (current != null && current.isOpen() && current.named().equals(address.named())) {
      var _ = current.check();
    } else if (current != null) {
      // It is the primary no more, or whoever should have told of its end failed at something.
      ended(current);
    }
  }

  /** Asks again who the primary is, where that may change, and leaves one that was; blocks. */
  void ask() {
    try {
      address.ask();
    } catch (RuntimeException failure) {
      // The primary does not need whoever is asked.
      LOG.debug("It is not known who {} is now", address, failure);
    }
    Link current = link;
    if (current != null && !current.named().equals(address.named())) {
      LOG.info("Another Redis is {} now", address);
      ended(current);
    }
  }

  /** Ends what is under way, and stays away. */
  void close() {
    Link last;
    synchronized (this) {
      wanted = false;
      last = link;
      link = null;
    }
    if (last != null) {
      last.end();
    }
  }

  private void open() {
    try {
      Link opened = Link.open(address);
      if (use(opened)) {
        opened.onEnd(() -> ended(opened));
        keeper.connected(this, opened);
      } else {
        opened.end();
      }
    } catch (RuntimeException failure) {
      keeper.notConnected(address.toString(), failure);
      retry();
    }
  }

  private synchronized boolean use(Link opened) {
    connecting = false;
    failures = 0;
    if (wanted) {
      link = opened;
    }
    return wanted;
  }

  private void ended(Link ended) {
    synchronized (this) {
      if (link != ended) {
        return;
      }
      link = null;
      connecting = wanted;
    }
    ended.end();
    keeper.lost();
    retry();
  }

  private void retry() {
    long pause;
    synchronized (this) {
      long longest = Math.min(FIRST_PAUSE_MILLIS << Math.min(failures++, 10), LONGEST_PAUSE_MILLIS);
      // A whole cluster of nodes lost the same primary at the same moment.
      pause = ThreadLocalRandom.current().nextLong(longest / 2, longest);
    }
    var _ =
        keeper
            .timer()
            .schedule(
                () -> {
                  synchronized (this) {
                    connecting = false;
                  }
                  connect();
                },
                pause,
                TimeUnit.MILLISECONDS);
  }
}
