package dev.parley.order;

import dev.parley.identity.Revocation;
import dev.parley.identity.Revocation.Kind;
import dev.parley.protocol.UserNames;
import java.time.Instant;
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
  private static final String REVOKE_USER = "revoke-user";
  private static final String REVOKE_TOKEN = "revoke-token";

  /** Far more than any order has, so that what is no order costs nothing. */
  private static final int LONGEST = 1024;

  private static final int MOST_LINES = 16;

  private OrderFormat() {}

  static String write(Order order) {
    return switch (order) {
      case Order.Kick(String user) -> String.join("\n", VERSION, KICK, user);
      case Order.Revoke(Revocation(Kind kind, String name, Instant until)) ->
          String.join("\n", VERSION, kind(kind), name, Long.toString(until.toEpochMilli()));
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
      case REVOKE_USER -> revoke(Kind.USER, fields);
      case REVOKE_TOKEN -> revoke(Kind.TOKEN, fields);
      default -> Optional.empty();
    };
  }

  private static String kind(Kind kind) {
    return switch (kind) {
      case USER -> REVOKE_USER;
      case TOKEN -> REVOKE_TOKEN;
    };
  }

  private static Optional<Order> revoke(Kind kind, String[] fields) {
    if (fields.length != 2 || !fields[1].matches("[0-9]{1,15}")) {
      return Optional.empty();
    }
    try {
      Instant until = Instant.ofEpochMilli(Long.parseLong(fields[1]));
      return Optional.of(new Order.Revoke(new Revocation(kind, fields[0], until)));
    } catch (IllegalArgumentException nobody) {
      return Optional.empty();
    }
  }

  private static Optional<Order> kick(String[] fields) {
    return fields.length == 1 && UserNames.isValid(fields[0])
        ? Optional.of(new Order.Kick(fields[0]))
        : Optional.empty();
  }
}
