package dev.parley.loadtest.client;

import dev.parley.loadtest.history.Keys;
import dev.parley.loadtest.history.SessionLog;
import dev.parley.loadtest.history.SubscriptionLog;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One user of a service of several nodes. While it is {@linkplain #come there}, it keeps a
 * connection to any of them, with backoff; it resumes what it follows after the last message it
 * handed on, and repeats what was not answered with the same key. It moves to another connection
 * where the service asks. Thread-safe; methods block for no longer than a write.
 */
public final class Client {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Follow> follows = new LinkedHashMap<>();
  private final Set<String> watched = new LinkedHashSet<>();
  private final Outbox outbox = new Outbox();
  private final World world;
  private final int number;
  private final String user;
  private Optional<Life> life = Optional.empty();
  private Optional<Connection> connection = Optional.empty();
  private Optional<Session> session = Optional.empty();
  private int messages;

  /**
   * @param number its own among the clients of a history
   */
  public Client(int number, String user, World world) {
    this.number = number;
    this.user = user;
    this.world = world;
  }

  public String user() {
    return user;
  }

  /** Connects and stays connected until {@link #leave}. */
  public void come() {
    locked(
        () -> {
          if (life.isEmpty()) {
            life = Optional.of(new Life(this, world));
            life.get().start();
          }
        });
  }

  /** Says DISCONNECT; what it follows is kept for the next {@link #come}. */
  public void leave() {
    locked(
        () -> {
          life.ifPresent(Life::end);
          life = Optional.empty();
          if (session.isPresent()) {
            session.get().log().closed("left");
            connection.ifPresent(Life::endSoon);
            Session last = session.get();
            session = Optional.empty();
            last.disconnect();
          }
        });
  }

  /** The connection vanishes; the next one goes to any node. */
  public void cut() {
    locked(
        () -> {
          session.ifPresent(present -> present.log().closed("cut"));
          session = Optional.empty();
          connection.ifPresent(Connection::cut);
        });
  }

  /**
   * Follows a channel from now on; one that was followed before, from where it was left.
   *
   * @param first where to begin the first time: {@code last:{n}}, a message-id, or nothing for live
   */
  public void follow(String channel, String first) {
    locked(
        () -> {
          Follow follow = follows.computeIfAbsent(channel, name -> new Follow(name, first));
          boolean begins = !follow.wanted || follow.isNew();
          follow.wanted = true;
          if (begins && session.isPresent()) {
            session.get().follow(follow);
          }
        });
  }

  public void unfollow(String channel) {
    locked(
        () -> {
          Optional<Follow> follow = Optional.ofNullable(follows.get(channel));
          if (follow.isPresent() && follow.get().wanted) {
            follow.get().wanted = false;
            if (session.isPresent()) {
              session.get().unfollow(follow.get());
            }
          }
        });
  }

  /** Watches who is in a channel. */
  public void watch(String channel) {
    locked(
        () -> {
          if (watched.add(channel) && session.isPresent()) {
            session.get().watch(channel);
          }
        });
  }

  /**
   * Says something in a channel, now or once there is a connection.
   *
   * @param size of the body in bytes, at least that of its key
   */
  public void publish(String channel, int size) {
    locked(
        () -> {
          var message = new Outbox.Pending(channel, Keys.of(number, ++messages), size);
          outbox.add(message);
          if (session.isPresent()) {
            session.get().publish(message);
          }
        });
  }

  /** Says once more what has no RECEIPT yet, as a client does that lost its patience. */
  public void repeat() {
    locked(
        () -> {
          if (session.isPresent()) {
            sayAll(session.get());
          }
        });
  }

  private void sayAll(Session to) throws IOException {
    for (Outbox.Pending message : outbox.all()) {
      to.publish(message);
    }
  }

  /** How many messages have no RECEIPT yet. */
  public int unanswered() {
    return get(outbox::size);
  }

  public boolean isConnected() {
    return get(session::isPresent);
  }

  /** Whether all it said is accepted, and all it follows stands. */
  public boolean isSettled() {
    return get(
        () ->
            session.isPresent()
                && outbox.size() == 0
                && follows.values().stream()
                    .filter(follow -> follow.wanted)
                    .allMatch(follow -> follow.log().filter(SubscriptionLog::stands).isPresent()));
  }

  /** A connection stands: says all that is to be said. Empty where the client has left since. */
  Optional<Session> connected(Life caller, URI node, Connection opened) {
    SessionLog log = world.history().connected(user, node.getAuthority());
    Session fresh =
        new Session(
            opened,
            log,
            world.history(),
            outbox,
            new Session.Wishes() {
              @Override
              public void later(Session.Retry retry) {
                Client.this.later(opened, log, retry);
              }

              @Override
              public void move(long withinMillis) {
                caller.move(opened, withinMillis);
              }
            });
    locked(
        () -> {
          if (caller.isOver()) {
            log.closed("left at once");
            return;
          }
          leaveWhenResumed(fresh);
          connection = Optional.of(opened);
          session = Optional.of(fresh);
          fresh.begin();
          for (Follow follow : follows.values()) {
            follow.id = "";
            if (follow.wanted) {
              fresh.follow(follow);
            }
          }
          for (String channel : watched) {
            fresh.watch(channel);
          }
          sayAll(fresh);
        });
    return log.isOpen() || !caller.isOver() ? Optional.of(fresh) : Optional.empty();
  }

  /** Where there is a connection already, the new one takes its place. */
  private void leaveWhenResumed(Session fresh) {
    if (session.isPresent() && connection.isPresent()) {
      Session former = session.get();
      Connection old = connection.get();
      fresh.whenResumed(
          () -> {
            former.log().closed(SessionLog.MOVED);
            Life.endSoon(old);
            try {
              former.disconnect();
            } catch (IOException gone) {
              old.cut();
            }
          });
    }
  }

  void received(Session from, Frame frame) throws IOException {
    lock.lock();
    try {
      from.handle(frame);
    } finally {
      lock.unlock();
    }
  }

  void lost(Session lost, String why) {
    locked(
        () -> {
          lost.log().closed(why);
          session = session.filter(present -> present != lost);
        });
  }

  private void later(Connection of, SessionLog log, Session.Retry retry) {
    long millis = ThreadLocalRandom.current().nextLong(100, 600);
    Thread.startVirtualThread(
        () -> {
          try {
            if (!of.endsWithin(millis)) {
              locked(
                  () -> {
                    if (log.isOpen()) {
                      retry.run();
                    }
                  });
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** A write that fails ends the connection; whoever reads it notices. */
  private void locked(Session.Retry action) {
    lock.lock();
    try {
      action.run();
    } catch (IOException e) {
      connection.ifPresent(Connection::cut);
    } finally {
      lock.unlock();
    }
  }

  private <T> T get(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}
