package dev.parley.order;

import dev.parley.identity.Revocation;
import dev.parley.protocol.UserNames;

/** Something that every node does, each with what it has of it. */
public sealed interface Order {

  /** Ends every session of the user ({@code kicked}), which keeps nobody from connecting again. */
  record Kick(String user) implements Order {

    /**
     * @throws IllegalArgumentException if no user can have that name
     */
    public Kick {
      if (!UserNames.isValid(user)) {
        throw new IllegalArgumentException("not the name of a user");
      }
    }
  }

  /** Keeps out whoever has such a token, and ends what is open with one. */
  record Revoke(Revocation revocation) implements Order {}
}
