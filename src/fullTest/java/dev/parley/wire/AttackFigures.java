package dev.parley.wire;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import dev.parley.wire.kit.WireMessage;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Prints how long messages of a quiet room take while somebody attacks, beside how long they take
 * just before, in turns. The arguments are the attacks, all without any. Not a test, for figures
 * depend on the machine; attacker, members and service share this process.
 */
final class AttackFigures {

  private static final int LISTENERS = 5;
  private static final int TURNS = 3;
  private static final Duration TURN = Duration.ofSeconds(2);
  private static final Duration BETWEEN = Duration.ofMillis(10);

  private final Target target;
  private final URI door;
  private final List<Thread> listeners = new ArrayList<>();
  private final RawWebSocket speaker;
  private volatile List<Long> latencies = new CopyOnWriteArrayList<>();

  private AttackFigures(Target target, Door door) {
    this.target = target;
    this.door = target.at(door);
    speaker = member();
    for (int i = 0; i < LISTENERS; i++) {
      RawWebSocket socket = member();
      socket.send("SUBSCRIBE\nid:1\ndestination:/topic/rooms.quiet\n\n\0");
      listeners.add(Thread.startVirtualThread(() -> listen(socket)));
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    List<String> chosen = List.of(arguments);
    try (RunningParley node =
        RunningParley.with(
            "--parley.limits.connect-timeout=3s", "--parley.limits.connect-rate=0")) {
      for (Door door : Door.values()) {
        AttackFigures figures = new AttackFigures(node.asTarget(), door);
        figures.measure();
        for (Attack.Kind kind : Attack.Kind.values()) {
          if (chosen.isEmpty() || chosen.contains(kind.name())) {
            figures.compare(door, kind);
          }
        }
      }
    }
    System.exit(0);
  }

  private RawWebSocket member() {
    RawWebSocket socket = RawWebSocket.open(Transport.endpoint(door), Handshake.stomp());
    StompClient.on(socket).connect(target.tokens().of("member"));
    return socket;
  }

  private void listen(RawWebSocket socket) {
    while (true) {
      WireMessage message = socket.next(Duration.ofMinutes(10)).orElseThrow();
      long now = System.nanoTime();
      String text = message.text();
      int body = text.indexOf("\n\n");
      if (text.startsWith("MESSAGE")) {
        long sent = Long.parseLong(text.substring(body + 2, text.length() - 1));
        latencies.add(now - sent);
      }
    }
  }

  /** The latencies of one turn. */
  private List<Long> measure() throws InterruptedException {
    List<Long> mine = new CopyOnWriteArrayList<>();
    latencies = mine;
    for (long i = TURN.dividedBy(BETWEEN); i > 0; i--) {
      speaker.send("SEND\ndestination:/topic/rooms.quiet\n\n" + System.nanoTime() + "\0");
      Thread.sleep(BETWEEN);
    }
    Thread.sleep(Duration.ofMillis(300));
    return List.copyOf(mine);
  }

  private void compare(Door door, Attack.Kind kind) throws InterruptedException {
    List<Long> without = new ArrayList<>();
    List<Long> with = new ArrayList<>();
    long done = 0;
    for (int i = 0; i < TURNS; i++) {
      without.addAll(measure());
      try (Attack attack = new Attack(kind, target, door)) {
        with.addAll(measure());
        done += attack.done();
      }
      Thread.sleep(TURN.dividedBy(3));
    }
    System.out.printf(
        "%-6s %-10s p99 %6.2f ms without, %6.2f with: %4.2f; p50 %5.2f and %5.2f; %d deeds, load"
            + " %.1f%n",
        door,
        kind,
        percentile(without, 99),
        percentile(with, 99),
        percentile(with, 99) / percentile(without, 99),
        percentile(without, 50),
        percentile(with, 50),
        done,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static double percentile(List<Long> nanos, int percent) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }
}
