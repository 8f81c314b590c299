package dev.parley.cluster.chaos;

import dev.parley.loadtest.client.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A client that publishes as fast as its messages are logged, a window of them under way. */
final class Publisher implements WebSocket.Listener {

  private static final int WINDOW = 256;

  /** So many RECEIPTs are answered with as many SENDs, in one WebSocket message. */
  private static final int TOGETHER = 32;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Tokens TOKENS = new Tokens(NodeProcess.SECRET, Duration.ofHours(1));

  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final StringBuilder pieces = new StringBuilder();
  private final LongAdder logged;
  private final String frames;
  private CompletionStage<?> sent = CompletableFuture.completedFuture(null);
  private volatile boolean stopped;
  private int due;

  private Publisher(String room, int bytes, LongAdder logged) {
    this.logged = logged;
    String body =
        ThreadLocalRandom.current()
            .ints(bytes, 'a', 'z')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    this.frames =
        IntStream.range(0, TOGETHER)
            .mapToObj(i -> "SEND\ndestination:/topic/" + room + "\nreceipt:r\n\n" + body + "\0")
            .collect(Collectors.joining());
  }

  /**
   * Begins at once.
   *
   * @param logged counts the RECEIPTs
   */
  static Publisher begin(URI node, String user, String room, int bytes, LongAdder logged) {
    Publisher client = new Publisher(room, bytes, logged);
    URI door = URI.create(node.toString().replaceFirst("^http", "ws") + "/ws");
    WebSocket socket =
        HTTP.newWebSocketBuilder().subprotocols("v12.stomp").buildAsync(door, client).join();
    client.say(
        socket,
        "CONNECT\naccept-version:1.2\nhost:parley\nheart-beat:0,0\nAuthorization:Bearer "
            + TOKENS.of(user)
            + "\n\n\0");
    client.connected.join();
    for (int i = 0; i < WINDOW / TOGETHER; i++) {
      client.say(socket, client.frames);
    }
    return client;
  }

  void stop() {
    stopped = true;
  }

  private synchronized void say(WebSocket socket, String text) {
    sent = sent.thenCompose(before -> socket.sendText(text, true));
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    pieces.append(data);
    if (last) {
      String text = pieces.toString();
      pieces.setLength(0);
      if (text.startsWith("ERROR")) {
        throw new IllegalStateException(text);
      }
      connected.complete(null);
      int receipts = text.split("RECEIPT\n", -1).length - 1;
      logged.add(receipts);
      due += receipts;
      while (due >= TOGETHER && !stopped) {
        due -= TOGETHER;
        say(from, frames);
      }
    }
    from.request(1);
    return null;
  }
}
