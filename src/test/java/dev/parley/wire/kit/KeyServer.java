package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The HTTP server of an issuer of tokens, on loopback, with a set of keys that may change. */
public final class KeyServer implements AutoCloseable {

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final int port;
  private HttpServer server;
  private volatile int status = 200;
  private volatile byte[] body;
  private volatile Duration delay = Duration.ZERO;

  private KeyServer(SigningKey... keys) {
    body = setOf(keys);
    server = listener(0);
    port = server.getAddress().getPort();
  }

  public static KeyServer with(SigningKey... keys) {
    return new KeyServer(keys);
  }

  public String uri() {
    return "http://127.0.0.1:" + port + "/jwks.json";
  }

  /** How often the keys were asked for. */
  public int requests() {
    return requests.get();
  }

  /** From now on there are these keys. */
  public void has(SigningKey... keys) {
    answers(200, new String(setOf(keys), UTF_8));
  }

  public void answers(int newStatus, String newBody) {
    status = newStatus;
    body = newBody.getBytes(UTF_8);
  }

  /** From now on each answer takes so long. */
  public void takes(Duration time) {
    delay = time;
  }

  /** Nothing listens there any more. */
  public void goesAway() {
    server.stop(0);
  }

  public void comesBack() {
    server = listener(port);
  }

  private HttpServer listener(int wanted) {
    try {
      InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted);
      HttpServer listening = HttpServer.create(place, 0);
      listening.setExecutor(threads);
      listening.createContext("/", this::answer);
      listening.start();
      return listening;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      // Ends early only when the test does.
      if (!closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
        byte[] bytes = body;
        if (status >= 300 && status < 400) {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] setOf(SigningKey... keys) {
    return SigningKey.set(Arrays.stream(keys).map(SigningKey::jwk).toArray(String[]::new))
        .getBytes(UTF_8);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
