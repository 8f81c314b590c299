package dev.parley.order;

import dev.parley.protocol.UserNames;
import java.util.Arrays;
import java.util.Optional;

/**
 * An order as text: the version, the kind and what the kind needs, a line each. Nodes of several
 * versions read each other's, so a kind never changes its lines; another kind, or another version,
 * is not for this node.
 */
final class OrderFormat {

  private static final String VERSION = "1";
  private static final String KICK = "kick";

  /** Far more than any order has, so that what is no order costs nothing. */
  private static final int LONGEST = 1024;

  private static final int MOST_LINES = 16;

  private OrderFormat() {}

  static String write(Order order) {
    return switch (order) {
      case Order.Kick(String user) -> String.join("\n", VERSION, KICK, user);
    };
  }

  /** Empty where the text is no order that this node knows; never a part of one. */
  static Optional<Order> read(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String[] lines = text.split("\n", MOST_LINES);
    if (lines.length < 2 || !lines[0].equals(VERSION)) {
      return Optional.empty();
    }
    String[] fields = Arrays.copyOfRange(lines, 2, lines.length);
    return switch (lines[1]) {
      case KICK -> kick(fields);
      default -> Optional.empty();
    };
  }

  private static Optional<Order> kick(String[] fields) {
    return fields.length == 1 && UserNames.isValid(fields[0])
        ? Optional.of(new Order.Kick(fields[0]))
        : Optional.empty();
  }
}
