package dev.parley.loadtest.client;

import dev.parley.loadtest.history.SessionLog;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** From coming to leaving: one connection after the other, with backoff, on a virtual thread. */
final class Life {

  private static final int FIRST_BACKOFF_MILLIS = 50;
  private static final int LONGEST_BACKOFF_MILLIS = 2000;
  private static final int GOODBYE_MILLIS = 5000;

  private final CountDownLatch over = new CountDownLatch(1);

  /** Those who are about to find another connection before the one that they come from ends. */
  private final Map<Connection, Thread> movers = new ConcurrentHashMap<>();

  private final Client client;
  private final World world;

  Life(Client client, World world) {
    this.client = client;
    this.world = world;
  }

  void start() {
    Thread.ofVirtual().name(client.user()).start(this::live);
  }

  /** No further connection; the present one is read to its end. */
  void end() {
    over.countDown();
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  private void live() {
    int failures = 0;
    while (!isOver()) {
      failures = visit() ? 0 : failures + 1;
      pause(failures);
    }
  }

  /** One connection and whatever it moves to, from begin to end; whether there was one. */
  private boolean visit() {
    URI node = world.nodes().get(ThreadLocalRandom.current().nextInt(world.nodes().size()));
    try {
      Connection connection = Connection.open(node, world.tokens().of(client.user()));
      Optional<Session> session = client.connected(this, node, connection);
      if (session.isPresent()) {
        read(connection, session.get());
      }
      connection.close();
      Optional.ofNullable(movers.get(connection)).ifPresent(Life::join);
      movers.remove(connection);
      return true;
    } catch (Connection.Refused refused) {
      SessionLog log = world.history().connected(client.user(), node.getAuthority());
      log.error(String.valueOf(refused.getMessage()));
      log.closed("refused");
      return false;
    } catch (IOException away) {
      return false;
    }
  }

  private void read(Connection connection, Session session) {
    try {
      Optional<Frame> frame = connection.next();
      while (frame.isPresent()) {
        client.received(session, frame.get());
        frame = connection.next();
      }
      client.lost(session, SessionLog.CLOSED);
    } catch (IOException e) {
      client.lost(session, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      session.log().error("unreadable: " + e);
      client.lost(session, "unreadable");
    }
    connection.cut();
  }

  /** The service asks for another connection, which is to take this one's place in that time. */
  void move(Connection from, long withinMillis) {
    Thread mover = Thread.ofVirtual().unstarted(() -> moveFrom(from, withinMillis));
    if (movers.putIfAbsent(from, mover) == null) {
      mover.start();
    }
  }

  /** Half of the time is for those who were all told at once, half for the move itself. */
  private void moveFrom(Connection from, long withinMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMillis);
    long wait = ThreadLocalRandom.current().nextLong(withinMillis / 2 + 1);
    try {
      while (!from.endsWithin(wait) && System.nanoTime() < deadline && !visit()) {
        wait = ThreadLocalRandom.current().nextLong(FIRST_BACKOFF_MILLIS, 500);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread mover) {
    try {
      mover.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first new connection comes soon; who fails again waits longer, and nobody in step. */
  private void pause(int failures) {
    int longest = Math.min(LONGEST_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(failures, 10));
    try {
      var _ =
          over.await(
              ThreadLocalRandom.current().nextInt(longest / 2, longest), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end();
    }
  }

  /** A DISCONNECT that nobody answers must not keep the connection. */
  static void endSoon(Connection connection) {
    Thread.startVirtualThread(
        () -> {
          try {
            if (!connection.endsWithin(GOODBYE_MILLIS)) {
              connection.cut();
            }
          } catch (InterruptedException e) {
            connection.cut();
          }
        });
  }
}
