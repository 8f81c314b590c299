package dev.parley.wire.kit;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The service under test: the base URL of each of its doors and the key that it checks by. */
public record Target(Map<Door, URI> doors, String secret) {

  private static Optional<Supplier<Target>> starter = Optional.empty();

  public Target {
    doors = Map.copyOf(doors);
  }

  public static Target of(Door door, String url, String secret) {
    return new Target(Map.of(door, URI.create(url)), secret);
  }

  /** The same service with one more door. */
  public Target with(Door door, String url) {
    Map<Door, URI> more = new EnumMap<>(doors);
    more.put(door, URI.create(url));
    return new Target(more, secret);
  }

  /** The service that {@code -Dparley.url} and {@code -Dparley.secret} name. */
  public static Optional<Target> named() {
    return named(System::getProperty);
  }

  static Optional<Target> named(Function<String, @Nullable String> property) {
    Map<Door, URI> doors = new EnumMap<>(Door.class);
    for (Door door : Door.values()) {
      Optional.ofNullable(property.apply(door.property()))
          .ifPresent(url -> doors.put(door, URI.create(url)));
    }
    if (doors.isEmpty()) {
      return Optional.empty();
    }
    String secret =
        Optional.ofNullable(property.apply("parley.secret"))
            .orElseThrow(() -> new IllegalStateException("parley.url needs parley.secret, too"));
    return Optional.of(new Target(doors, secret));
  }

  /** Says how to start the service in this process; asked at each {@link #current()}. */
  public static synchronized void startedBy(Supplier<Target> start) {
    starter = Optional.of(start);
  }

  /** The service named by system properties, otherwise the one that this process started. */
  public static synchronized Target current() {
    return named()
        .or(() -> starter.map(Supplier::get))
        .orElseThrow(() -> new IllegalStateException("no -Dparley.url and no service started"));
  }

  /** The base URL of a door. */
  public URI at(Door door) {
    return Optional.ofNullable(doors.get(door))
        .orElseThrow(() -> new IllegalStateException("no " + door.property() + " known"));
  }

  public Tokens tokens() {
    return Tokens.signedWith(secret);
  }
}
