package dev.parley.presence;

import java.util.Optional;

/**
 * A user as the others see it.
 *
 * @param info a JSON object as text, shown as it is
 */
record Member(String user, Optional<String> displayName, Optional<String> info) {

  Member {
    if (info.isPresent() && !(info.get().startsWith("{") && info.get().endsWith("}"))) {
      throw new IllegalArgumentException("info is a JSON object");
    }
  }
}
