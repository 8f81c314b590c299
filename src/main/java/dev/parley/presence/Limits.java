package dev.parley.presence;

import dev.parley.channel.Namespace;

/**
 * What presence means in a channel.
 *
 * @param presenceLimit above so many members only their number is told; 0: no limit
 * @param maxMembers how many users may be members; 0: no limit
 * @param told whether joins and leaves are told at all
 */
record Limits(int presenceLimit, int maxMembers, boolean told) {

  /** Nobody is told and anybody may come, so that nobody needs to be known. */
  static final Limits NOBODY_COUNTS = new Limits(0, 0, false);

  static Limits of(Namespace namespace) {
    return new Limits(namespace.presenceLimit(), namespace.maxMembers(), namespace.presence());
  }

  boolean membersCount() {
    return told || maxMembers > 0;
  }

  /** Anybody may come. */
  Limits withoutMost() {
    return maxMembers == 0 ? this : new Limits(presenceLimit, 0, told);
  }

  boolean isFull(int members) {
    return maxMembers > 0 && members >= maxMembers;
  }

  boolean onlyCounts(int members) {
    return presenceLimit > 0 && members > presenceLimit;
  }
}
