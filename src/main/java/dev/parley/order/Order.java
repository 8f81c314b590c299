package dev.parley.order;

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
}
