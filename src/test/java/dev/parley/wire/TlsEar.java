package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Door;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** The JDK's own WebSocket client over TLS: it hears whole messages, and the code of the close. */
final class TlsEar implements WebSocket.Listener {

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder message = new StringBuilder();

  /** A socket at the fast door. */
  WebSocket at(RunningParley node, SSLContext trusting) {
    String plain = node.asTarget().at(Door.FAST).toString();
    URI door = URI.create(plain.replace("http:", "wss:") + "/ws");
    // Not closed: that would wait for the socket's end.
    HttpClient http = HttpClient.newBuilder().sslContext(trusting).build();
    return http.newWebSocketBuilder().subprotocols("v12.stomp").buildAsync(door, this).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      heard.add(message.toString());
      message.setLength(0);
    }
    socket.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedFuture(null);
  }

  String next() throws InterruptedException {
    String next = heard.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("a message").isNotNull();
    return next;
  }

  int closeCode() {
    return closed.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
