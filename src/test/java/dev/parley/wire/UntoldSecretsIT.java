package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import dev.parley.wire.kit.Backend;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.TokenDraft;
import dev.parley.wire.kit.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/**
 * No log has a token, a user's name or what somebody wrote, however much is logged; nor have the
 * figures. What is logged is looked at as it comes: at these levels it is very much.
 */
@Timeout(120)
class UntoldSecretsIT {

  /** Stands in every body. */
  private static final String MARK = "zq7-what-nobody-else-may-read";

  @RegisterExtension
  static final Stage stage =
      Stage.with("--parley.auth.cookie=parley-token", "--parley.limits.frame-size=8KB");

  /** Of a user of this test. */
  private static final Pattern NAME = Pattern.compile("user-[a-z0-9]{6,}-\\d");

  private static final Queue<String> secrets = new ConcurrentLinkedQueue<>(List.of(MARK));
  private static final Listener listener = new Listener();
  private static final Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private static final List<Appender<ILoggingEvent>> usual = new ArrayList<>();

  /** Keeps only what tells something. */
  private static final class Listener extends AppenderBase<ILoggingEvent> {

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final AtomicLong lines = new AtomicLong();

    @Override
    protected void append(ILoggingEvent event) {
      lines.incrementAndGet();
      String text = event.getFormattedMessage() + event.getKeyValuePairs();
      if (event.getThrowableProxy() != null) {
        text += ThrowableProxyUtil.asString(event.getThrowableProxy());
      }
      if (secrets.stream().anyMatch(text::contains) || NAME.matcher(text).find()) {
        told.add(event.getLoggerName() + ": " + text);
      }
    }
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  @BeforeAll
  static void logEverything() {
    root.iteratorForAppenders().forEachRemaining(usual::add);
    usual.forEach(root::detachAppender);
    listener.setContext(root.getLoggerContext());
    listener.start();
    root.addAppender(listener);
    root.setLevel(Level.DEBUG);
    logger("dev.parley").setLevel(Level.TRACE);
  }

  @AfterAll
  static void logAsUsual() {
    root.setLevel(Level.INFO);
    logger("dev.parley").setLevel(null);
    root.detachAppender(listener);
    usual.forEach(root::addAppender);
  }

  @EveryWay
  void whatAClientSaysIsNotTold(Way way) {
    String room = "rooms." + stage.user();
    StompClient client = connected(way, secret(stage.token()));
    client.subscribe("errors", "/user/queue/errors");
    client.subscribe("room", "/topic/" + room);
    client.subscribe("inbox", "/user/queue/inbox");

    client.publish("/topic/" + room, MARK, "idempotency-key:1");
    assertThat(client.nextMessage("room").text()).isEqualTo(MARK);
    client.publish("/user/" + stage.user() + "/queue/inbox", MARK);
    client.send(StompFrame.of("BEGIN", "transaction:t"));
    client.send(send("/topic/" + room, "transaction:t"));
    client.sendWithReceipt(StompFrame.of("COMMIT", "transaction:t"));
    for (String nowhere : List.of("/topic/news.a", "/topic/none.a", "/nowhere", "/app/none")) {
      client.send(send(nowhere, "receipt:r"));
      client.next(f -> f.header("code").isPresent(), "a refusal");
    }
    client.send(
        StompFrame.of(
            "SEND",
            "destination:/app/token",
            "receipt:token",
            "Authorization:Bearer " + secret(stage.token())));
    client.next(f -> f.header("code").isPresent() || f.command().equals("RECEIPT"), "an answer");
    nothingIsTold();
  }

  @EveryWay
  void tokensThatAreRefusedAreNotTold(Way way) {
    TokenDraft draft = stage.tokens().user(stage.user());
    for (String token :
        List.of(
            stage.tokens().ofAnotherKey("alice"),
            stage.tokens().expired("alice"),
            stage.tokens().unsigned("alice"),
            draft.claim("info", "\"text\"").sign(),
            draft.claim("channels", "{\"publish\":[\"a**\"]}").sign(),
            "not-a-token-but-a-password-" + stage.user())) {
      stage.stranger(way).connect(secret(token));
      opened(way, Handshake.bare().bearer(token)).connectWithoutToken();
    }
    Handshake page =
        Handshake.bare()
            .with("Cookie", "parley-token=" + secret(stage.token()))
            .origin("http://" + stage.at(way).getHost());
    opened(way, page).connectWithoutToken();
    nothingIsTold();
  }

  @EveryWay
  void whatCannotBeReadIsNotTold(Way way) {
    for (String bytes :
        List.of(
            "SEND\ndestination:/topic/rooms.a\nbad header\n\n" + MARK + "\0",
            "SPEAK\n\n" + MARK + "\0",
            "SEND\ndestination:/topic/rooms.a\ncontent-length:2\n\n" + MARK + "\0",
            "SEND\ndestination:/topic/rooms.a\n\n" + MARK.repeat(400) + "\0")) {
      StompClient client = connected(way, secret(stage.token()));
      client.wire().send(bytes);
      client.next("ERROR");
    }
    nothingIsTold();
  }

  @Test
  void whatABackendSaysIsNotTold() {
    Backend backend = new Backend(stage.target());
    String token = secret(backend.token());
    for (String authorization : List.of("Bearer " + token, token, "Bearer x" + token)) {
      backend.asks(
          "POST", "/api/v1/revocations", "\"" + MARK + "\"", "Authorization", authorization);
      backend.asks("GET", "/api/v1/none", "", "Authorization", authorization);
    }
    nothingIsTold();
  }

  private static void nothingIsTold() {
    // That the finest lines are looked at is seen by one more, whatever the service has to say.
    long before = listener.lines.get();
    logger("dev.parley.wire").trace("looked at");
    assertThat(listener.lines.get()).as("lines that were looked at").isGreaterThan(before);
    assertThat(before).as("lines of the service").isPositive();
    assertThat(listener.told)
        .extracting(text -> text.substring(0, Math.min(text.length(), 300)))
        .isEmpty();
    String figures = new Backend(stage.target()).asks("GET", "/actuator/prometheus", "").body();
    assertThat(figures).contains("parley_refused").doesNotContain(secrets.toArray(String[]::new));
  }

  /** From now on nobody may tell it; of a token what signs it is enough to know it by. */
  private static String secret(String token) {
    String last = token.substring(token.lastIndexOf('.') + 1);
    secrets.add(last.isEmpty() ? token : last);
    return token;
  }

  private static StompFrame send(String destination, String header) {
    return StompFrame.of("SEND", "destination:" + destination, header).withBody(MARK);
  }

  private static StompClient connected(Way way, String token) {
    StompClient client = stage.stranger(way);
    assertThat(client.connect(token).command()).isEqualTo("CONNECTED");
    return client;
  }

  private static StompClient opened(Way way, Handshake handshake) {
    Wire wire = way.transport().open(stage.at(way), handshake);
    stage.opened(wire::leave);
    return StompClient.on(wire);
  }
}
