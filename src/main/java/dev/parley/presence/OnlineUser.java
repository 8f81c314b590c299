package dev.parley.presence;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A user's sessions on this node, and what of them the store knows. The answer to a write are the
 * sessions for which there was no room; they are not the user's then.
 */
final class OnlineUser implements Ledger.Entry<Set<String>> {

  /** What the store is to do about a session. */
  enum Wish {
    /** Note it if there is room. */
    ENTER,
    /** Note it; it was let in already. */
    STAY,
    /** Take it back. */
    LEAVE
  }

  /** Does what is wished under this node's name; {@code most} is for those that enter. */
  @FunctionalInterface
  interface Writer {
    CompletionStage<Set<String>> write(
        String user, String name, Map<String, Wish> sessions, int most);
  }

  private final String user;
  private final Supplier<String> name;
  private final Writer writer;
  private final Set<String> sessions = new HashSet<>(2);

  /** What the store does not know yet. */
  private final Map<String, Wish> unwritten = new LinkedHashMap<>(2);

  private Map<String, Wish> writing = Map.of();
  private String writtenAs = "";
  private int most;

  OnlineUser(String user, Supplier<String> name, Writer writer) {
    this.user = user;
    this.name = name;
    this.writer = writer;
  }

  /**
   * @param limit how many sessions the user may have; 0: any number
   */
  void connected(String session, int limit) {
    most = limit;
    if (sessions.add(session)) {
      unwritten.put(session, Wish.ENTER);
    }
  }

  void disconnected(String session) {
    if (sessions.remove(session)) {
      unwritten.put(session, Wish.LEAVE);
    }
  }

  @Override
  public Supplier<CompletionStage<Set<String>>> begin() {
    String as = name.get();
    if (!as.equals(writtenAs)) {
      sessions.forEach(session -> unwritten.putIfAbsent(session, Wish.STAY));
      writtenAs = as;
    }
    if (unwritten.isEmpty()) {
      return () -> CompletableFuture.completedFuture(Set.of());
    }
    Map<String, Wish> all = new LinkedHashMap<>(unwritten);
    int limit = most;
    writing = all;
    unwritten.clear();
    return () -> writer.write(user, as, all, limit);
  }

  @Override
  public void written(Set<String> refused) {
    writing = Map.of();
    sessions.removeAll(refused);
  }

  @Override
  public Set<String> further(Set<String> refused) {
    return refused;
  }

  @Override
  public void failed() {
    // Whoever asked was let in without an answer, and stays.
    writing.forEach(
        (session, wish) -> unwritten.putIfAbsent(session, wish == Wish.ENTER ? Wish.STAY : wish));
    writing = Map.of();
  }

  @Override
  public boolean isOver() {
    return sessions.isEmpty() && unwritten.isEmpty();
  }
}
