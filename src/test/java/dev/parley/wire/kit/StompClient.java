package dev.parley.wire.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A STOMP client for one test thread. Every wait has a deadline (10 s unless {@link #patience} says
 * otherwise) and fails with all frames received so far; an ERROR that was not asked for fails at
 * once. Header lines are written as {@code since:last:5}.
 */
public final class StompClient implements AutoCloseable {

  private final Wire wire;
  private final ReceivedFrames received;
  private final Set<String> usedIds = new HashSet<>();
  private final List<StompVersion> offered;
  private StompVersion version;
  private int receipts;

  private StompClient(Wire wire, List<StompVersion> offered) {
    this.wire = wire;
    this.offered = offered;
    version = offered.getLast();
    received = new ReceivedFrames(wire, version);
  }

  /** A client that speaks 1.0, 1.1 and 1.2. */
  public static StompClient on(Wire wire) {
    return on(wire, StompVersion.values());
  }

  /** A client that speaks only those versions, the lowest first. */
  public static StompClient on(Wire wire, StompVersion... spoken) {
    return new StompClient(wire, List.of(spoken));
  }

  /** How long a wait lasts from now on. */
  public StompClient patience(Duration wait) {
    received.patience(wait);
    return this;
  }

  public Wire wire() {
    return wire;
  }

  /** The version agreed by {@link #connect}. */
  public StompVersion version() {
    return version;
  }

  /** Every frame received so far, in order, asked for or not. */
  public List<StompFrame> received() {
    return received.all();
  }

  /** Connects with the token; answers CONNECTED, or the ERROR that refuses. */
  public StompFrame connect(String token, String... headers) {
    return connectWith(StompFrame.of("CONNECT", "Authorization:Bearer " + token).with(headers));
  }

  /** Connects without a token in the frame. */
  public StompFrame connectWithoutToken(String... headers) {
    return connectWith(StompFrame.of("CONNECT", headers));
  }

  private StompFrame connectWith(StompFrame frame) {
    String versions = String.join(",", offered.stream().map(StompVersion::number).toList());
    send(
        frame
            .usually("accept-version", versions)
            .usually("host", "parley")
            .usually("heart-beat", "0,0"));
    StompFrame answer =
        received.take(f -> f.is("CONNECTED") || f.is("ERROR"), "CONNECTED or ERROR");
    if (answer.is("CONNECTED")) {
      version = StompVersion.numbered(answer.header("version").orElse("1.0"));
      received.version(version);
    }
    return answer;
  }

  /**
   * Sends the frame as it is: as binary if its body is not UTF-8 and the wire can, else as text.
   */
  public void send(StompFrame frame) {
    byte[] bytes = frame.encode(version);
    if (wire.carriesBinary() && !MessageAssembler.isUtf8(frame.body())) {
      wire.send(bytes);
    } else {
      wire.send(new String(bytes, UTF_8));
    }
  }

  /** Sends the frame with a receipt of its own, whose id is returned, and waits for nothing. */
  public String sendWithReceipt(StompFrame frame) {
    receipts++;
    String id = "r-" + receipts;
    send(frame.with("receipt", id));
    return id;
  }

  /** Sends the frame with a receipt of its own and returns that RECEIPT. */
  public StompFrame request(StompFrame frame) {
    return receipt(sendWithReceipt(frame));
  }

  /** The RECEIPT of that id. */
  public StompFrame receipt(String id) {
    return received.take(f -> f.isReceiptOf(id), "RECEIPT of " + id);
  }

  /**
   * Subscribes and returns the RECEIPT. For channels it also asserts that no MESSAGE of a new id
   * came before it.
   */
  public StompFrame subscribe(String id, String destination, String... headers) {
    boolean fresh = usedIds.add(id);
    StompFrame receipt =
        request(StompFrame.of("SUBSCRIBE", "id:" + id, "destination:" + destination).with(headers));
    boolean early = received.beforeTaken().stream().anyMatch(f -> f.isMessageOf(id));
    if (fresh && early && destination.startsWith("/topic/")) {
      throw received.failure("a MESSAGE of " + id + " came before the RECEIPT");
    }
    return receipt;
  }

  public StompFrame unsubscribe(String id, String... headers) {
    return request(StompFrame.of("UNSUBSCRIBE", "id:" + id).with(headers));
  }

  /** Publishes a text and returns its message-id once the RECEIPT has come. */
  public String publish(String destination, String body, String... headers) {
    return publish(destination, body.getBytes(UTF_8), headers);
  }

  /** The same with bytes; where the wire carries only text, other bytes than UTF-8 as Base64. */
  public String publish(String destination, byte[] body, String... headers) {
    return request(sendFrame(destination, body, headers)).value("message-id");
  }

  /** The SEND of {@link #publish} without its receipt. */
  public StompFrame sendFrame(String destination, byte[] body, String... headers) {
    StompFrame frame = StompFrame.of("SEND", "destination:" + destination).with(headers);
    boolean plain = wire.carriesBinary() || MessageAssembler.isUtf8(body);
    StompFrame filled =
        plain
            ? frame.withBody(body)
            : frame
                .with("body-encoding", "base64")
                .withBody(Base64.getEncoder().encodeToString(body));
    return filled.withContentLength();
  }

  /** The next frame with that command; others stay where they are. */
  public StompFrame next(String command) {
    return next(f -> f.is(command), command);
  }

  /** The next frame that matches; {@code what} names it in a failure. */
  public StompFrame next(Predicate<StompFrame> wanted, String what) {
    return received.take(wanted, what);
  }

  /** The next MESSAGE of that subscription. */
  public StompFrame nextMessage(String subscription) {
    return next(f -> f.isMessageOf(subscription), "MESSAGE of " + subscription);
  }

  /** The next messages of that subscription as texts. */
  public List<String> nextTexts(String subscription, int count) {
    return Stream.generate(() -> nextMessage(subscription).text()).limit(count).toList();
  }

  /** Waits for a heart-beat of STOMP. */
  public void awaitHeartBeat() {
    received.awaitHeartBeat();
  }

  /** The server refuses and ends the connection: ERROR with that code last, then that close. */
  public StompFrame expectError(String code, int closeCode) {
    StompFrame error = next("ERROR");
    expectClose(closeCode);
    if (!error.header("code").orElse("").equals(code) || !received.takenIsLast()) {
      throw received.failure("not an ERROR with code " + code + " at the end");
    }
    return error;
  }

  /** The server ends the connection with that code. */
  public Closed expectClose(int closeCode) {
    Closed closed = received.takeUntilClosed();
    if (closed.code() != closeCode) {
      throw received.failure("not closed with " + closeCode);
    }
    return closed;
  }

  /** A refusal that does not end the connection; needs a subscription to the errors queue. */
  public StompFrame expectRefusal(String code) {
    StompFrame refusal =
        next(
            f -> f.is("MESSAGE") && f.value("destination").equals("/user/queue/errors"),
            "refusal " + code);
    boolean accepted =
        refusal.header("receipt-id").stream()
            .anyMatch(id -> received.all().stream().anyMatch(f -> f.isReceiptOf(id)));
    if (!refusal.header("code").orElse("").equals(code) || accepted) {
      throw received.failure("not a refusal with code " + code + " and without RECEIPT");
    }
    return refusal;
  }

  /**
   * Nothing that was not asked for is here, nor comes before the RECEIPTs of a BEGIN and its ABORT:
   * whatever the server had queued for this session by now would stand before them.
   */
  public void expectNothing() {
    receipts++;
    String transaction = "nothing-" + receipts;
    request(StompFrame.of("BEGIN", "transaction:" + transaction));
    request(StompFrame.of("ABORT", "transaction:" + transaction));
    if (!received.allTaken()) {
      throw received.failure("nothing should have come");
    }
  }

  /** Leaves with DISCONNECT; its RECEIPT has to be the last frame. */
  public void disconnect() {
    request(StompFrame.of("DISCONNECT"));
    wire.close();
    received.takeUntilClosed();
    if (!received.takenIsLast()) {
      throw received.failure("the RECEIPT of DISCONNECT was not the last frame");
    }
  }

  /** Ends the wire without DISCONNECT. */
  @Override
  public void close() {
    wire.close();
  }
}
