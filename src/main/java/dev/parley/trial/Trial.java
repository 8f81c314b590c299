package dev.parley.trial;

import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Connects to each door that it is given, subscribes to a channel, sends a message there and waits
 * for it. Says in a line what came of it, and ends with 0 only if all of them gave the message
 * back; with 1 otherwise. It never runs longer than {@link TrialSettings#patience} for each door.
 *
 * <p>{@code java -cp parley.jar dev.parley.trial.Trial ws://host:8080/ws ws://host:8090/ws}, in the
 * environment what {@link TrialSettings} reads.
 */
public final class Trial {

  private Trial() {}

  public static void main(String[] doors) {
    System.exit(run(List.of(doors), System.getenv(), System.out));
  }

  /** The exit code. */
  static int run(List<String> doors, Map<String, String> environment, PrintStream out) {
    try {
      if (doors.isEmpty()) {
        throw new TrialFailure("Name the doors to try, such as ws://localhost:8080/ws.");
      }
      TrialSettings settings = TrialSettings.from(environment);
      boolean passed = true;
      for (String door : doors) {
        passed &= tries(door, settings, out);
      }
      return passed ? 0 : 1;
    } catch (TrialFailure failure) {
      out.println(failure.getMessage());
      return 1;
    }
  }

  private static boolean tries(String door, TrialSettings settings, PrintStream out) {
    try (Guest guest = Guest.at(address(door), settings)) {
      out.println(door + ": " + guest.sendsAndHears(settings.channel()));
      return true;
    } catch (TrialFailure failure) {
      out.println(door + ": " + failure.getMessage());
      return false;
    }
  }

  private static URI address(String door) {
    if (!door.matches("wss?://[^/\\s]+/\\S*")) {
      throw new TrialFailure("A door is ws://host:port/path or wss://host:port/path.");
    }
    return URI.create(door);
  }
}
