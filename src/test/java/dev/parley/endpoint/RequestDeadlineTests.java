package dev.parley.endpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RequestDeadlineTests {

  private static final Duration DEADLINE = Duration.ofMillis(200);

  /**
   * Jetty begins with the next request before it is told everywhere that the last has its answer.
   */
  @Test
  void whatFollowsAtOnceMayTakeAsLongAsItLikes() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    CompletableFuture<Void> next = new CompletableFuture<>();
    server.setHandler(new FirstAndNext(next));
    new RequestDeadline(DEADLINE).watch(server);
    server.setHandler(new ToldLate(server.getHandler(), next));
    server.start();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      String first = "GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n";
      String last = "GET /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write((first + last).getBytes(US_ASCII));

      String answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    } finally {
      server.stop();
    }
  }

  /** Answers the first request at once, from another thread, and the next after a long time. */
  private static final class FirstAndNext extends Handler.Abstract {

    private final CompletableFuture<Void> next;

    FirstAndNext(CompletableFuture<Void> next) {
      this.next = next;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (Request.getPathInContext(request).equals("/first")) {
        Thread.ofVirtual().start(callback::succeeded);
      } else {
        next.complete(null);
        request
            .getConnectionMetaData()
            .getConnector()
            .getScheduler()
            .schedule(callback::succeeded, 5 * DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      }
      return true;
    }
  }

  /** Lets nobody but Jetty know of the first answer before the next request has come. */
  private static final class ToldLate extends Handler.Wrapper {

    private final CompletableFuture<Void> next;

    ToldLate(Handler handler, CompletableFuture<Void> next) {
      super(handler);
      this.next = next;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      return super.handle(request, response, Callback.from(callback, (Runnable) next::join));
    }
  }
}
