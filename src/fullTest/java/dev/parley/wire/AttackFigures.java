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
 * while the same attack goes on against another service of the same kind on the same machine: what
 * an attacker takes of the machine's cores is the same in both, so that the rest is what reaches
 * the members through the service. In turns; the arguments are the attacks, all without any. Not a
 * test, for figures depend on the machine. Both services and the attacker are processes of their
 * own.
 */
final class AttackFigures {

  private static final int LISTENERS = 5;
  private static final int TURNS = 3;
  private static final Duration TURN = Duration.ofSeconds(2);
  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final Duration WARM_UP = Duration.ofMillis(1500);
  private static final Duration PAUSE = Duration.ofMillis(700);

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

  public static void main(String[] arguments) throws Exception {
    List<String> chosen = List.of(arguments);
    try (ParleyProcess attacked = service();
        ParleyProcess other = service()) {
      for (Door door : Door.values()) {
        AttackFigures figures = new AttackFigures(attacked.target(), door);
        figures.measure();
        for (Attack.Kind kind : Attack.Kind.values()) {
          if (chosen.isEmpty() || chosen.contains(kind.name())) {
            figures.compare(kind, attacked.target(), other.target(), door);
          }
        }
      }
    }
    System.exit(0);
  }

  private static ParleyProcess service() {
    return ParleyProcess.start(
        "--server.port=0",
        "--parley.socket.port=0",
        "--parley.auth.secret=" + ParleyProcess.SECRET,
        "--parley.limits.connect-timeout=3s",
        "--parley.limits.connect-rate=0");
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

  private void compare(Attack.Kind kind, Target attacked, Target other, Door door)
      throws Exception {
    List<Long> without = new ArrayList<>();
    List<Long> with = new ArrayList<>();
    for (int i = 0; i < TURNS; i++) {
      without.addAll(during(kind, other, door));
      with.addAll(during(kind, attacked, door));
    }
    System.out.printf(
        "%-6s %-11s p99 %6.2f ms elsewhere, %6.2f here: %4.2f; p50 %5.2f and %5.2f; load %.1f%n",
        door,
        kind,
        percentile(without, 99),
        percentile(with, 99),
        percentile(with, 99) / percentile(without, 99),
        percentile(without, 50),
        percentile(with, 50),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private List<Long> during(Attack.Kind kind, Target attacked, Door door) throws Exception {
    Process attacker = Attacker.start(kind, attacked, door);
    try {
      Thread.sleep(WARM_UP);
      return measure();
    } finally {
      attacker.destroyForcibly().waitFor();
      Thread.sleep(PAUSE);
    }
  }

  private static double percentile(List<Long> nanos, int percent) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }
}
