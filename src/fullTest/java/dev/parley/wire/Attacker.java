package dev.parley.wire;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An {@link Attack} in a process of its own, until it is ended, and for a minute at most. */
final class Attacker {

  private Attacker() {}

  static Process start(Attack.Kind kind, Target target, Door door) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Attacker.class.getName(),
            kind.name(),
            door.name(),
            target.at(door).toString(),
            target.secret())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] arguments) throws InterruptedException {
    Door door = Door.valueOf(arguments[1]);
    Target target = Target.of(door, arguments[2], arguments[3]);
    try (Attack attack = new Attack(Attack.Kind.valueOf(arguments[0]), target, door)) {
      TimeUnit.MINUTES.sleep(1);
    }
    System.exit(0);
  }
}
