package dev.parley.loadtest.history;

/** The place of a message in its channel as clients know it, {@code {epoch}-{number}}. */
public record Place(String epoch, long number) {

  /** Throws {@link IllegalArgumentException} where the text is no message-id of a channel. */
  public static Place parse(String id) {
    int dash = id.indexOf('-');
    if (dash < 1) {
      throw new IllegalArgumentException("not a message-id: " + id);
    }
    return new Place(id.substring(0, dash), Long.parseLong(id.substring(dash + 1)));
  }

  @Override
  public String toString() {
    return epoch + '-' + number;
  }
}
