package dev.parley.wire;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Transport;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/** One of the ways in which a client comes in; tests that take one run on each. */
record Way(Door door, Transport transport) {

  /** The one place where a transport is switched on for all wire tests. */
  private static final Set<Transport> SWITCHED_ON = EnumSet.allOf(Transport.class);

  /** Every transport of every door that the service has. */
  static Stream<Way> all() {
    return RunningParley.target().doors().keySet().stream()
        .sorted()
        .flatMap(
            door ->
                door.transports().stream()
                    .filter(SWITCHED_ON::contains)
                    .map(transport -> new Way(door, transport)));
  }

  /** The plain WebSocket of every door, for what SockJS would hide. */
  static Stream<Way> sockets() {
    return all().filter(way -> !way.transport().isSockJs());
  }
}
