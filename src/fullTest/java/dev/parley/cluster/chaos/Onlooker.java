package dev.parley.cluster.chaos;

import dev.parley.loadtest.client.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client that takes a place and says nothing; thousands fit into one process. It promises no
 * heart-beats, so that the service pings it.
 */
final class Onlooker implements WebSocket.Listener {

  /** As many handshakes at a time as a server's queue of connections takes. */
  private static final Semaphore HANDSHAKES = new Semaphore(36);

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Tokens TOKENS = new Tokens(NodeProcess.SECRET, Duration.ofHours(1));

  private final Consumer<String> hears;
  private final StringBuilder pieces = new StringBuilder();
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
  private volatile @Nullable WebSocket socket;
  private CompletionStage<?> sent = CompletableFuture.completedFuture(null);

  private Onlooker(Consumer<String> hears) {
    this.hears = hears;
  }

  /**
   * Connects; the answer comes after CONNECTED.
   *
   * @param hears is given every MESSAGE
   */
  static CompletionStage<Onlooker> connect(URI node, String user, Consumer<String> hears) {
    HANDSHAKES.acquireUninterruptibly();
    Onlooker client = new Onlooker(hears);
    URI door = URI.create(node.toString().replaceFirst("^http", "ws") + "/ws");
    return HTTP.newWebSocketBuilder()
        .subprotocols("v12.stomp")
        .buildAsync(door, client)
        .thenCompose(
            socket -> {
              client.socket = socket;
              client.say(
                  "CONNECT\naccept-version:1.2\nhost:parley\nheart-beat:0,0\nAuthorization:Bearer "
                      + TOKENS.of(user)
                      + "\n\n\0");
              return client.connected;
            })
        .whenComplete((done, failure) -> HANDSHAKES.release())
        .thenApply(done -> client);
  }

  /** The answer comes with the RECEIPT. */
  CompletionStage<Void> subscribe(String destination) {
    say("SUBSCRIBE\nid:0\nreceipt:0\ndestination:" + destination + "\n\n\0");
    return subscribed;
  }

  void leave() {
    socket().abort();
  }

  /** The next may only be sent when the one before is, which an answer may overtake. */
  private synchronized void say(String frame) {
    sent = sent.thenCompose(before -> socket().sendText(frame, true));
  }

  private WebSocket socket() {
    return Objects.requireNonNull(socket);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    pieces.append(data);
    if (last) {
      String frame = pieces.toString();
      pieces.setLength(0);
      if (frame.startsWith("CONNECTED")) {
        connected.complete(null);
      } else if (frame.startsWith("RECEIPT")) {
        subscribed.complete(null);
      } else if (frame.startsWith("MESSAGE")) {
        hears.accept(frame);
      } else if (frame.startsWith("ERROR")) {
        refused(new IllegalStateException(frame));
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    refused(failure);
  }

  private void refused(Throwable why) {
    connected.completeExceptionally(why);
    subscribed.completeExceptionally(why);
  }
}
