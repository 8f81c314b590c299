package dev.parley.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a script answered: a list of numbers, byte strings, lists and nothings. Asking for what is
 * not there, or is of another kind, is a fault of ours and throws.
 */
public final class Reply {

  private final List<?> items;

  Reply(List<?> items) {
    this.items = items;
  }

  public int size() {
    return items.size();
  }

  /** Whether there is something at that place; Lua's {@code false} is nothing. */
  public boolean has(int place) {
    return place < items.size() && items.get(place) != null;
  }

  /** A number, whether the script answered with one or with its digits. */
  public long number(int place) {
    return at(place) instanceof Long number ? number : Long.parseLong(text(place));
  }

  public byte[] bytes(int place) {
    return (byte[]) at(place);
  }

  public String text(int place) {
    return new String(bytes(place), StandardCharsets.UTF_8);
  }

  public Reply list(int place) {
    return new Reply((List<?>) at(place));
  }

  /** All items as texts. */
  public List<String> texts() {
    return items.stream().map(each -> new String((byte[]) each, StandardCharsets.UTF_8)).toList();
  }

  private Object at(int place) {
    @Nullable Object item = items.get(place);
    if (item == null) {
      throw new IllegalStateException("a script answered nothing at place " + place);
    }
    return item;
  }
}
