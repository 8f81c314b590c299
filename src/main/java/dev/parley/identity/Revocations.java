package dev.parley.identity;

import dev.parley.identity.Revocation.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is kept out, as this node knows it. Of two revocations of the same the one that lasts longer
 * counts; what is over is dropped with the next addition. From any thread.
 */
public final class Revocations {

  private record Subject(Kind kind, String name) {}

  private final Map<Subject, Instant> untils = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public Revocations(InstantSource clock) {
    this.clock = clock;
  }

  /** It holds from now on. */
  public void add(Revocation revocation) {
    dropWhatIsOver();
    if (revocation.until().isAfter(clock.instant())) {
      untils.merge(
          new Subject(revocation.kind(), revocation.name()),
          revocation.until(),
          (one, other) -> one.isAfter(other) ? one : other);
    }
  }

  /** Whether the token of this user counts no more. */
  public boolean cover(User user) {
    return !untils.isEmpty()
        && (holds(Kind.USER, user.name())
            || user.tokenId().filter(id -> holds(Kind.TOKEN, id)).isPresent());
  }

  /** Those that hold now. */
  public List<Revocation> all() {
    dropWhatIsOver();
    return untils.entrySet().stream()
        .map(each -> new Revocation(each.getKey().kind(), each.getKey().name(), each.getValue()))
        .toList();
  }

  /** How many there are, some of them perhaps over. */
  public int size() {
    return untils.size();
  }

  private boolean holds(Kind kind, String name) {
    Instant until = untils.get(new Subject(kind, name));
    return until != null && until.isAfter(clock.instant());
  }

  private void dropWhatIsOver() {
    Instant now = clock.instant();
    untils.values().removeIf(until -> !until.isAfter(now));
  }
}
