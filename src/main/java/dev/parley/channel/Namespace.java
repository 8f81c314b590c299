package dev.parley.channel;

/**
 * What all channels of a namespace have in common.
 *
 * @param presence whether who is subscribed is known and told
 * @param presenceLimit above so many members only their number is told; 0: no limit
 * @param maxMembers how many users may be subscribed to one channel; 0: no limit
 */
public record Namespace(
    Retention retention,
    boolean presence,
    int presenceLimit,
    int maxMembers,
    Access subscribe,
    Access publish) {

  public Namespace {
    if (presenceLimit < 0 || maxMembers < 0) {
      throw new IllegalArgumentException("a limit is 0 or more");
    }
    if (subscribe == Access.MEMBER) {
      throw new IllegalArgumentException("nobody is a member before subscribing");
    }
  }
}
