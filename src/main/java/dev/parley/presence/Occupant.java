package dev.parley.presence;

import dev.parley.presence.Entering.Entered;
import dev.parley.presence.Entering.Full;
import dev.parley.protocol.ChannelName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A user in a channel as far as this node goes: its seats, and what of them the store knows. */
final class Occupant implements Ledger.Entry<Entering> {

  /** Who is where. */
  record Place(ChannelName channel, String user) {}

  /** Writes how the member sits in the channel on this node. */
  @FunctionalInterface
  interface Writer {
    CompletionStage<Entering> write(ChannelName channel, Sitting sitting, Limits limits);
  }

  private static final int UNKNOWN = -1;
  private static final Entering NOTHING_NEW = new Entered(new News.None());

  private final Place place;
  private final Supplier<String> name;
  private final Predicate<String> swept;
  private final Writer writer;

  /** Whether the store has let it in; one it has not is gone again if it does not. */
  private final Map<Seat, Boolean> seats = new HashMap<>(2);

  private Member member;
  private Limits limits = Limits.NOBODY_COUNTS;
  private List<Seat> asking = List.of();
  private String writingAs = "";
  private int writing;
  private String writtenAs = "";
  private int written;

  /**
   * @param name of this node now
   * @param swept whether what stood under a name of this node may have been taken back, and told
   */
  Occupant(Place place, Supplier<String> name, Predicate<String> swept, Writer writer) {
    this.place = place;
    this.name = name;
    this.swept = swept;
    this.writer = writer;
    this.member = new Member(place.user(), Optional.empty(), Optional.empty());
  }

  void enter(Member as, Seat seat, Limits now) {
    if (seats.isEmpty()) {
      member = as;
    }
    limits = now;
    seats.putIfAbsent(seat, false);
  }

  void leave(Seat seat, Limits now) {
    limits = now;
    seats.remove(seat);
  }

  @Override
  public Supplier<CompletionStage<Entering>> begin() {
    asking =
        seats.entrySet().stream().filter(each -> !each.getValue()).map(Map.Entry::getKey).toList();
    writing = (int) seats.keySet().stream().map(Seat::session).distinct().count();
    writingAs = name.get();
    if (writing == written && (writing == 0 || writingAs.equals(writtenAs))) {
      return () -> CompletableFuture.completedFuture(NOTHING_NEW);
    }
    boolean wasIn = (written > 0 || asking.size() < seats.size()) && !swept.test(writtenAs);
    Sitting sitting = new Sitting(writingAs, member, writing, wasIn);
    Limits how = asking.size() == seats.size() ? limits : limits.withoutMost();
    return () -> writer.write(place.channel(), sitting, how);
  }

  @Override
  public void written(Entering answer) {
    switch (answer) {
      case Entered(News news) -> {
        asking.forEach(seat -> seats.computeIfPresent(seat, (same, wasIn) -> true));
        written = writing;
        writtenAs = writingAs;
      }
      case Full() -> seats.keySet().removeAll(asking);
    }
  }

  @Override
  public Entering further(Entering answer) {
    return answer instanceof Full ? answer : NOTHING_NEW;
  }

  @Override
  public void failed() {
    // Whoever asked is told that it failed, and may not find itself in.
    seats.keySet().removeAll(asking);
    written = UNKNOWN;
  }

  @Override
  public boolean isOver() {
    return seats.isEmpty() && written == 0;
  }
}
