package dev.parley.revocation;

import dev.parley.identity.Revocation;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps revocations until they are over, at most {@value #MOST}. Never blocks; fails with the
 * refusal {@code unavailable}.
 */
public interface RevocationStore {

  /** Enough for all that is done by hand or by an alarm; a whole user base is locked elsewhere. */
  int MOST = 10_000;

  /**
   * Adds all of them or none. One that is there already holds until the later of both times; one
   * that is over is ignored. Fails with {@code rate-limited} where there is no room.
   */
  CompletionStage<Void> add(List<Revocation> revocations);

  /** How many hold. */
  CompletionStage<Integer> count();

  /** Those that hold, in no order. */
  CompletionStage<List<Revocation>> all();
}
