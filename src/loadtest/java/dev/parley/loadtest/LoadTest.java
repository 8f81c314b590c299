package dev.parley.loadtest;

import dev.parley.loadtest.client.Tokens;
import dev.parley.loadtest.client.World;
import dev.parley.loadtest.history.History;
import dev.parley.loadtest.history.HistoryChecker;
import dev.parley.loadtest.history.HistoryText;
import dev.parley.loadtest.history.Violation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Puts a crowd on a service that runs somewhere, prints what it saw, and says whether every promise
 * was kept: {@code java -cp target/test-classes dev.parley.loadtest.LoadTest --url=http://host:port
 * --secret=…}. Ends with 0 if so, 1 if not, 2 where the arguments are wrong.
 */
public final class LoadTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private LoadTest() {}

  /** See {@link Options} for the arguments. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out));
  }

  private static int run(String[] arguments, PrintStream out) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      out.println(wrong.getMessage() + "\n" + Options.USAGE);
      return 2;
    }
    out.println(options);
    History history = new History();
    Tokens tokens = new Tokens(options.secret(), options.time().plus(Duration.ofHours(1)));
    World world = new World(options.urls(), tokens, history);
    Crowd crowd = new Crowd(options.plan(), world, options.seed());
    if (!crowd.gather(PATIENCE)) {
      out.println("not everybody got in within " + PATIENCE.toSeconds() + " s");
    }
    crowd.live(options.time());
    if (!crowd.catchUp(PATIENCE, Crowd.REPAIR)) {
      out.println("not everything has reached everybody " + Crowd.REPAIR.toSeconds() + " s later");
    }
    if (!crowd.settle(options.retained(), PATIENCE)) {
      out.println("not all is quiet after " + PATIENCE.toSeconds() + " s");
    }
    List<Violation> violations = HistoryChecker.check(history, options.expectations());
    crowd.leave();
    out.println(Figures.of(history));
    violations.forEach(out::println);
    options.dump().map(Path::of).ifPresent(file -> HistoryText.write(history, file));
    out.println(violations.size() + " violations");
    return violations.isEmpty() ? 0 : 1;
  }
}
