package dev.parley.loadtest;

import dev.parley.loadtest.history.Expectations;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** The arguments of a {@link LoadTest}. */
record Options(
    List<URI> urls,
    String secret,
    Plan plan,
    Duration time,
    int retained,
    long seed,
    Expectations expectations,
    Optional<String> dump) {

  static final String USAGE =
      """
      --url=http://host:port   of a node; as often as there are nodes
      --secret=…               what parley.auth.secret is there
      --clients=100            connections, each a user of its own
      --rooms=20               at most 250
      --rooms-per-client=3
      --rate=200               messages per second, of all together
      --size=100               bytes of a message
      --unrest=5               per second: somebody is cut, leaves, comes, changes rooms
      --minutes=1
      --retained=1000          what parley.namespaces.rooms.history is there
      --seed=…                 whose choices to repeat
      --losses=0               how often the store is lost or failed over meanwhile
      --may-vanish             nodes are hurt meanwhile: leaves of who stays are no fault
      --dump=FILE              write the history as text\
      """;

  private static final Set<String> NAMES =
      Set.of(
          "secret",
          "clients",
          "rooms",
          "rooms-per-client",
          "rate",
          "size",
          "unrest",
          "minutes",
          "retained",
          "seed",
          "losses",
          "may-vanish",
          "dump");

  /** Throws {@link IllegalArgumentException} with a sentence for the user. */
  static Options parse(String[] arguments) {
    List<URI> urls = new ArrayList<>();
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      String value = parts.length == 2 ? parts[1] : "true";
      if (parts[0].equals("--url")) {
        urls.add(URI.create(value));
      } else if (parts[0].startsWith("--") && NAMES.contains(parts[0].substring(2))) {
        given.put(parts[0].substring(2), value);
      } else {
        throw new IllegalArgumentException("Not an argument: " + argument);
      }
    }
    if (urls.isEmpty() || !given.containsKey("secret")) {
      throw new IllegalArgumentException("--url and --secret are needed.");
    }
    return of(urls, given);
  }

  private static Options of(List<URI> urls, Map<String, String> given) {
    long seed = Long.parseLong(given.getOrDefault("seed", "" + new Random().nextInt(1 << 30)));
    int retained = Integer.parseInt(given.getOrDefault("retained", "1000"));
    int losses = Integer.parseInt(given.getOrDefault("losses", "0"));
    Plan plan =
        new Plan(
            "load-" + Long.toString(System.currentTimeMillis(), 36),
            Integer.parseInt(given.getOrDefault("clients", "100")),
            Integer.parseInt(given.getOrDefault("rooms", "20")),
            Integer.parseInt(given.getOrDefault("rooms-per-client", "3")),
            Double.parseDouble(given.getOrDefault("rate", "200")),
            Integer.parseInt(given.getOrDefault("size", "100")),
            Double.parseDouble(given.getOrDefault("unrest", "5")));
    double minutes = Double.parseDouble(given.getOrDefault("minutes", "1"));
    return new Options(
        List.copyOf(urls),
        given.getOrDefault("secret", ""),
        plan,
        Duration.ofMillis((long) (minutes * 60_000)),
        retained,
        seed,
        new Expectations(losses, given.containsKey("may-vanish"), retained),
        Optional.ofNullable(given.get("dump")));
  }

  @Override
  public String toString() {
    return "seed %d, %s, %s, %s".formatted(seed, urls, plan, time);
  }
}
