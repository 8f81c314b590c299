package dev.parley.presence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A user's sessions on this node, and what of them the store knows. */
final class OnlineUser implements Ledger.Entry<Boolean> {

  /** Notes sessions under this node's name, or, where the value is false, takes them back. */
  @FunctionalInterface
  interface Writer {
    CompletionStage<Boolean> write(String user, String name, Map<String, Boolean> sessions);
  }

  private final String user;
  private final Supplier<String> name;
  private final Writer writer;
  private final Set<String> sessions = new HashSet<>(2);

  /** What the store does not know yet. */
  private final Map<String, Boolean> unwritten = new LinkedHashMap<>(2);

  private Map<String, Boolean> writing = Map.of();
  private String writtenAs = "";

  OnlineUser(String user, Supplier<String> name, Writer writer) {
    this.user = user;
    this.name = name;
    this.writer = writer;
  }

  void connected(String session) {
    if (sessions.add(session)) {
      unwritten.put(session, true);
    }
  }

  void disconnected(String session) {
    if (sessions.remove(session)) {
      unwritten.put(session, false);
    }
  }

  @Override
  public Supplier<CompletionStage<Boolean>> begin() {
    String as = name.get();
    if (!as.equals(writtenAs)) {
      sessions.forEach(session -> unwritten.put(session, true));
      writtenAs = as;
    }
    if (unwritten.isEmpty()) {
      return () -> CompletableFuture.completedFuture(true);
    }
    Map<String, Boolean> all = new HashMap<>(unwritten);
    writing = all;
    unwritten.clear();
    return () -> writer.write(user, as, all);
  }

  @Override
  public void written(Boolean answer) {
    writing = Map.of();
  }

  @Override
  public Boolean further(Boolean answer) {
    return answer;
  }

  @Override
  public void failed() {
    writing.forEach(unwritten::putIfAbsent);
    writing = Map.of();
  }

  @Override
  public boolean isOver() {
    return sessions.isEmpty() && unwritten.isEmpty();
  }
}
