package dev.parley.redis;

/** What a script needs to tell other nodes of a message by itself, in the step that numbers it. */
public final class Announcement {

  private final String channels;
  private final byte[] head;
  private final int largest;

  /**
   * @param channels what the pub/sub channel of a node begins with; its address follows
   * @param head what every envelope begins with
   * @param largest bytes of an envelope
   */
  public Announcement(String channels, byte[] head, int largest) {
    this.channels = channels;
    this.head = head.clone();
    this.largest = largest;
  }

  public String channels() {
    return channels;
  }

  /** Not to be changed. */
  public byte[] head() {
    return head;
  }

  public int largest() {
    return largest;
  }
}
