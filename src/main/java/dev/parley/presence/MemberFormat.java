package dev.parley.presence;

import dev.parley.redis.RedisKeys;
import java.util.Optional;

/**
 * How a member stands in the store: the length of its name, or a dash if it has none, a colon, the
 * name, and its info.
 */
final class MemberFormat {

  private static final String NO_NAME = "-";

  private MemberFormat() {}

  static byte[] bytes(Member member) {
    String length = member.displayName().map(name -> "" + name.length()).orElse(NO_NAME);
    return RedisKeys.bytes(
        length + ':' + member.displayName().orElse("") + member.info().orElse(""));
  }

  static Member member(String user, String text) {
    int colon = text.indexOf(':');
    String length = text.substring(0, colon);
    if (length.equals(NO_NAME)) {
      return new Member(user, Optional.empty(), info(text.substring(colon + 1)));
    }
    int end = colon + 1 + Integer.parseInt(length);
    return new Member(user, Optional.of(text.substring(colon + 1, end)), info(text.substring(end)));
  }

  private static Optional<String> info(String text) {
    return Optional.of(text).filter(info -> !info.isEmpty());
  }
}
