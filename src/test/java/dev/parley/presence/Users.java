package dev.parley.presence;

import dev.parley.identity.Grants;
import dev.parley.identity.User;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Users with a name and nothing else. */
final class Users {

  private Users() {}

  static User named(String name) {
    return shown(name, Optional.empty(), Optional.empty());
  }

  static User shown(String name, Optional<String> displayName, Optional<String> info) {
    return new User(name, displayName, info, Grants.NONE, Set.of(), Optional.empty(), Instant.MAX);
  }
}
