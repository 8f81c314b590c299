package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.wire.kit.Transport;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/** The client that applications on Spring use. */
@Timeout(60)
class SpringClientIT {

  @RegisterExtension static final Stage stage = Stage.shared();

  private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
  private final WebSocketStompClient client =
      new WebSocketStompClient(new StandardWebSocketClient());

  @BeforeEach
  void prepare() {
    scheduler.initialize();
    client.setTaskScheduler(scheduler);
    client.setMessageConverter(new StringMessageConverter());
    client.start();
  }

  @AfterEach
  void stop() {
    client.stop();
    scheduler.shutdown();
  }

  /** Keeps what arrives. */
  private static class Listener extends StompSessionHandlerAdapter {

    record Heard(StompHeaders headers, String text) {}

    final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    final CompletableFuture<StompHeaders> connected = new CompletableFuture<>();

    @Override
    public void afterConnected(StompSession session, StompHeaders headers) {
      connected.complete(headers);
    }

    @Override
    public Type getPayloadType(StompHeaders headers) {
      return String.class;
    }

    @Override
    public void handleFrame(StompHeaders headers, @Nullable Object payload) {
      heard.add(new Heard(headers, String.valueOf(payload)));
    }

    Heard next() throws InterruptedException {
      Heard next = heard.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing heard");
      }
      return next;
    }
  }

  private StompSession connect(Way way, String token, Listener listener) throws Exception {
    URI http = Transport.endpoint(stage.at(way));
    URI uri = URI.create(http.toString().replaceFirst("^http", "ws"));
    StompHeaders connect = new StompHeaders();
    connect.add("Authorization", "Bearer " + token);
    return client
        .connectAsync(uri, new WebSocketHttpHeaders(), connect, listener)
        .get(10, TimeUnit.SECONDS);
  }

  @EveryDoor
  void itConnectsListensSpeaksAndLeaves(Way way) throws Exception {
    String user = stage.user();
    String room = "/topic/rooms.spring-" + user;
    Listener listener = new Listener();
    StompSession session = connect(way, stage.tokens().of(user), listener);
    session.setAutoReceipt(true);
    CompletableFuture<StompHeaders> subscribed = new CompletableFuture<>();
    CompletableFuture<StompHeaders> sent = new CompletableFuture<>();

    session.subscribe(room, listener).addReceiptTask(subscribed::complete);
    session.send(room, "hello").addReceiptTask(sent::complete);

    assertThat(listener.connected.get(10, TimeUnit.SECONDS).getFirst("user-name")).isEqualTo(user);
    assertThat(subscribed.get(10, TimeUnit.SECONDS).getFirst("message-id")).endsWith("-0");
    String id = sent.get(10, TimeUnit.SECONDS).getFirst("message-id");
    Listener.Heard heard = listener.next();
    assertThat(heard.text()).isEqualTo("hello");
    assertThat(heard.headers().getFirst("sender")).isEqualTo(user);
    assertThat(heard.headers().getMessageId()).isEqualTo(id).endsWith("-1");
    session.disconnect();
    assertThat(session.isConnected()).isFalse();
  }

  @EveryDoor
  void itResumesWhereItWas(Way way) throws Exception {
    String room = "/topic/rooms.spring-" + stage.user();
    Listener listener = new Listener();
    StompSession session = connect(way, stage.token(), listener);
    session.send(room, "1");
    session.send(room, "2");
    StompHeaders subscribe = new StompHeaders();
    subscribe.setDestination(room);
    subscribe.add("since", "last:1");

    session.subscribe(subscribe, listener);

    assertThat(listener.next().text()).isEqualTo("2");
    session.disconnect();
  }

  @EveryDoor
  void itIsToldWhyItMayNotConnect(Way way) {
    CompletableFuture<StompHeaders> error = new CompletableFuture<>();
    Listener listener =
        new Listener() {
          @Override
          public void handleFrame(StompHeaders headers, @Nullable Object payload) {
            error.complete(headers);
          }
        };

    assertThatThrownBy(() -> connect(way, "no token", listener))
        .isInstanceOf(ExecutionException.class);

    assertThat(error.orTimeout(10, TimeUnit.SECONDS).join().getFirst("code"))
        .isEqualTo("bad-token");
  }
}
