package dev.parley.presence;

import dev.parley.protocol.MessageId;
import java.util.List;

/**
 * Who is in a channel at one moment.
 *
 * @param id the last event of the channel's feed that is part of it
 * @param at epoch milliseconds
 * @param members in the order in which they came; none where there are more than may be told
 * @param total how many there are
 */
record Snapshot(MessageId id, long at, List<Present> members, int total) {

  /**
   * A member and how it is there.
   *
   * @param sessions with how many sessions, at least 1
   * @param since epoch milliseconds of its join
   */
  record Present(Member member, int sessions, long since) {}

  Snapshot {
    members = List.copyOf(members);
  }

  boolean isOnlyCount() {
    return members.size() < total;
  }
}
