package dev.parley.presence;

import dev.parley.presence.Entering.Entered;
import dev.parley.presence.Entering.Full;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.MessageId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Who is in one channel, and what is told about it; each method is one step of the store. */
final class Attendance {

  /** A member, since when, and where it sits. */
  private record Attendee(Member member, long since, Set<Seat> seats) {

    Attendee with(Seat seat) {
      Set<Seat> more = new HashSet<>(seats);
      more.add(seat);
      return new Attendee(member, since, Set.copyOf(more));
    }

    Attendee without(Seat seat) {
      Set<Seat> rest = new HashSet<>(seats);
      rest.remove(seat);
      return new Attendee(member, since, Set.copyOf(rest));
    }

    Snapshot.Present present() {
      int sessions = (int) seats.stream().map(Seat::session).distinct().count();
      return new Snapshot.Present(member, sessions, since);
    }
  }

  private final Map<String, Attendee> attendees = new LinkedHashMap<>(2);
  private final Feed feed;

  Attendance(ChannelName channel, MessageId last) {
    this.feed = new Feed(channel, last);
  }

  Entering enter(Member member, Seat seat, Limits limits, long now) {
    Attendee known = attendees.get(member.user());
    if (known != null) {
      attendees.put(member.user(), known.with(seat));
      return new Entered(new News.None());
    }
    if (limits.isFull(attendees.size())) {
      return new Full();
    }
    attendees.put(member.user(), new Attendee(member, now, Set.of(seat)));
    return new Entered(changed(limits, now, () -> PresenceJson.join(member, now)));
  }

  News leave(String user, Seat seat, Limits limits, long now) {
    Attendee known = attendees.get(user);
    if (known == null) {
      return new News.None();
    }
    Attendee rest = known.without(seat);
    if (!rest.seats().isEmpty()) {
      attendees.put(user, rest);
      return new News.None();
    }
    attendees.remove(user);
    return changed(limits, now, () -> PresenceJson.leave(known.member(), now));
  }

  News summarise(Limits limits, long now) {
    return feed.summarise(tooMany(limits), now, () -> summary(limits, now));
  }

  Snapshot snapshot(Limits limits, long now) {
    List<Snapshot.Present> members =
        tooMany(limits) ? List.of() : attendees.values().stream().map(Attendee::present).toList();
    return new Snapshot(feed.last(), feed.timestamp(now), members, attendees.size());
  }

  MessageId listen(String node) {
    feed.listen(node);
    return feed.last();
  }

  void unlisten(String node) {
    feed.unlisten(node);
  }

  MessageId last() {
    return feed.last();
  }

  int members() {
    return attendees.size();
  }

  boolean isUnused() {
    return attendees.isEmpty() && !feed.hasListeners();
  }

  private News changed(Limits limits, long now, Supplier<byte[]> change) {
    return limits.told()
        ? feed.changed(tooMany(limits), now, change, () -> summary(limits, now))
        : new News.None();
  }

  private byte[] summary(Limits limits, long now) {
    return PresenceJson.snapshot(snapshot(limits, now));
  }

  private boolean tooMany(Limits limits) {
    return limits.onlyCounts(attendees.size());
  }
}
