package dev.parley.wire.kit;

import java.util.EnumSet;
import java.util.Set;

/** The listeners by which a client can come in. */
public enum Door {
  SPRING("parley.url"),
  FAST("parley.socket.url");

  private final String property;

  Door(String property) {
    this.property = property;
  }

  /** The system property that holds this door's base URL where the service already runs. */
  public String property() {
    return property;
  }

  /** What this door serves. */
  public Set<Transport> transports() {
    return switch (this) {
      case SPRING -> EnumSet.allOf(Transport.class);
      case FAST -> EnumSet.of(Transport.WEBSOCKET);
    };
  }
}
