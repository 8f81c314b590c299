package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a part of the service reads that listens to a channel as clients do: a frame that {@link
 * HeadStyle} wrote, whose first lines are therefore always the same.
 *
 * @param gap whether some messages before it are missing
 * @param text the body; empty where it is not valid UTF-8
 */
public record MessageFrame(MessageId id, boolean gap, Optional<String> text) {

  private static final String ID = "message-id:";

  /** Command, subscription, message-id, timestamp, perhaps gap, and the rest. */
  private static final int LINES = 6;

  /**
   * Reads a frame of {@link HeadStyle#frame}.
   *
   * @throws IllegalArgumentException if it is another frame
   */
  public static MessageFrame of(OutFrame frame) {
    String all = new String(frame.bytes(), StandardCharsets.UTF_8);
    String[] lines = all.split("\n", LINES);
    if (lines.length < LINES || !lines[0].equals("MESSAGE") || !lines[2].startsWith(ID)) {
      throw new IllegalArgumentException("not a MESSAGE");
    }
    MessageId id =
        MessageId.parse(lines[2].substring(ID.length()))
            .orElseThrow(() -> new IllegalArgumentException("not the id of a message"));
    int body = all.indexOf("\n\n") + 2;
    Optional<String> text =
        frame.text() ? Optional.of(all.substring(body, all.length() - 1)) : Optional.empty();
    return new MessageFrame(id, lines[4].equals("gap:true"), text);
  }

  /** Without the text, which is between those who wrote and read it. */
  @Override
  public String toString() {
    return "message " + id;
  }
}
