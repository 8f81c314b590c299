package dev.parley.loadtest.history;

/** A promise that was not kept, and what shows it. */
public record Violation(Kind kind, String channel, String evidence) {

  /** Which promise, in the words of a client. */
  public enum Kind {
    /** Two clients know different messages under one id, or different times. */
    DISAGREEMENT,
    /** A message came after one with a higher number, or an epoch came back. */
    REORDERED,
    /** A subscription got a message twice. */
    DUPLICATE,
    /** Something is missing between two messages, and no mark says so. */
    UNMARKED_GAP,
    /** A mark, or {@code recovered:false}, where the log had everything. */
    NEEDLESS_GAP,
    /** What the channel has never reached somebody who listens. */
    LOST,
    /** A subscription does not begin where it asked to. */
    SEAM,
    /** Messages of one session are not numbered in the order sent. */
    SESSION_ORDER,
    /** One key was logged twice. */
    DOUBLE_PUBLISH,
    /** Nobody sent this to this channel. */
    INVENTED,
    /** A timestamp lies before that of an earlier message. */
    TIME_BACKWARDS,
    /** More epochs than the store was lost. */
    NEW_EPOCH,
    /** A SEND never got an answer. */
    UNANSWERED,
    /** Presence told something twice, or something wrong. */
    PRESENCE,
    /** The service refused what a correct client did. */
    REFUSED
  }

  @Override
  public String toString() {
    return kind + " in " + channel + ": " + evidence;
  }
}
