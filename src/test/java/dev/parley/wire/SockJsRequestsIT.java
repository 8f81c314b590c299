package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Closed;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.RawWebSocket;
import dev.parley.wire.kit.SockJsFrame;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Target;
import dev.parley.wire.kit.Transport;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SockJS as single requests: what it answers to browsers, and to what no client should send. */
@Timeout(60)
class SockJsRequestsIT {

  private static final BodyPublisher NOTHING = BodyPublishers.noBody();
  private static final SockJsFrame GONE = new SockJsFrame.Ended(new Closed(3000, "Go away!"));

  private final Target target = RunningParley.target();
  private final URI endpoint = Transport.endpoint(target.at(Door.SPRING));
  private final URI session = Transport.session(endpoint);
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void infoOffersWebSocketsAndNeedsNoCookie() throws Exception {
    HttpResponse<String> info = ask("GET", endpoint + "/info", NOTHING);

    assertThat(info.statusCode()).isEqualTo(200);
    assertThat(info.body()).contains("\"websocket\":true", "\"cookie_needed\":false");
    assertThat(info.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void aPageOfTheSameHostMayAskFromAnotherPort() throws Exception {
    String page = "http://" + endpoint.getHost() + ":3000";
    HttpResponse<String> info = ask("GET", endpoint + "/info", NOTHING, "Origin", page);
    HttpResponse<String> preflight =
        ask(
            "OPTIONS",
            session + "/xhr_send",
            NOTHING,
            "Origin",
            page,
            "Access-Control-Request-Method",
            "POST");

    assertThat(info.headers().firstValue("Access-Control-Allow-Origin")).contains(page);
    assertThat(preflight.statusCode()).isEqualTo(200);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /info", "OPTIONS /000/s1/xhr", "POST /000/s1/xhr"})
  void aForeignPageMayNot(String request) throws Exception {
    String[] words = request.split(" ", 2);
    HttpResponse<String> answer =
        ask(words[0], endpoint + words[1], NOTHING, "Origin", "https://evil.example");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/iframe.html",
        "/000/s1/htmlfile?c=a",
        "/000/s1/jsonp?c=a",
        "/000/s1/other",
        "/000/s1",
        "/a/b/c/d",
        "/000/s.1/eventsource"
      })
  void whatIsNotServedIsNotFound(String path) throws Exception {
    assertThat(ask("GET", endpoint + path, NOTHING).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws?a=%zz", "/ws/info?%", "/ws/000/s1/eventsource?%a"})
  void whatIsNoAddressIsABadRequest(String target) throws Exception {
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      String request =
          "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void messagesOfAnUnknownSessionAreNotFound() throws Exception {
    assertThat(send("[\"\"]").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"a", "{}", "[1]", "[null]", "x", "[\"\"] x"})
  void brokenJsonIsRefusedAndTheSessionGoesOn(String body) throws Exception {
    open();
    HttpResponse<String> answer = send(body);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("Broken JSON encoding.");
    assertThat(send("[\"\\n\"]").statusCode()).isEqualTo(204);
  }

  @Test
  void anEmptyRequestIsRefused() throws Exception {
    open();
    assertThat(send("").body()).isEqualTo("Payload expected.");
  }

  @Test
  void aMessageTooLargeIsRefusedAndEndsTheSession() throws Exception {
    open();
    assertThat(send("[\"" + "x".repeat(10_000_000) + "\"]").statusCode()).isEqualTo(413);
    assertThat(poll()).isEqualTo(ended(1009));
    assertThat(poll()).isEqualTo(ended(1009));
  }

  @Test
  void textThatIsNoUnicodeEndsTheSession() throws Exception {
    open();
    send("[\"\\ud800\"]");
    assertThat(poll()).isEqualTo(ended(1007));
  }

  @Test
  void oneRequestMayBringManyMessages() throws Exception {
    open();
    String sends =
        IntStream.range(0, 20)
            .mapToObj(i -> "SEND\\ndestination:/topic/rooms.bulk\\nreceipt:%d\\n\\n".formatted(i))
            .map(head -> '"' + head + "x".repeat(60_000) + "\\u0000\"")
            .collect(Collectors.joining(","));

    assertThat(send("[\"" + connectFrame("bulk") + "\"," + sends + "]").statusCode())
        .isEqualTo(204);
    List<String> answers = new ArrayList<>();
    while (answers.size() < 21 && poll() instanceof SockJsFrame.Texts(List<String> texts)) {
      answers.addAll(texts);
    }
    assertThat(answers).first().asString().startsWith("CONNECTED");
    assertThat(answers).filteredOn(text -> text.startsWith("RECEIPT")).hasSize(20);
  }

  @Test
  void aSecondRequestForFramesIsSentAway() throws Exception {
    open();
    HttpRequest poll = request("POST", session + "/xhr", NOTHING);
    var one = http.sendAsync(poll, BodyHandlers.ofString());
    var other = http.sendAsync(poll, BodyHandlers.ofString());

    Object sentAway =
        CompletableFuture.anyOf(one, other)
            .thenApply(HttpResponse.class::cast)
            .thenApply(HttpResponse::body)
            .join();
    assertThat(sentAway).asString().startsWith("c[2010,");
  }

  /** As browsers do whose connection broke before the answer. */
  @Test
  void aRequestThatIsSentAgainBringsItsMessagesOnce() throws Exception {
    open();
    String room = "/topic/rooms.sent-again";
    StompClient witness = StompClient.on(RawWebSocket.open(raw(), Handshake.stomp()));
    witness.connect(target.tokens().of("witness"));
    witness.subscribe("room", room);
    send("[\"" + connectFrame("again") + "\"]", "?t=1");
    String said = "[\"SEND\\ndestination:%s\\n\\nsaid\\u0000\"]".formatted(room);

    assertThat(send(said, "?t=2").statusCode()).isEqualTo(204);
    assertThat(send(said, "?t=2").statusCode()).isEqualTo(404);
    assertThat(poll()).isEqualTo(GONE);
    witness.publish(room, "after".getBytes(StandardCharsets.UTF_8));
    assertThat(witness.nextMessage("room").text()).isEqualTo("said");
    assertThat(witness.nextMessage("room").text()).isEqualTo("after");
    witness.close();
  }

  /** Nobody knows whether the client has what the first answer held. */
  @Test
  void framesThatAreAskedForAgainEndTheSession() throws Exception {
    open();
    assertThat(send("[\"" + connectFrame("lost") + "\"]").statusCode()).isEqualTo(204);
    assertThat(poll("?t=1")).isInstanceOf(SockJsFrame.Texts.class);

    assertThat(poll("?t=1")).isEqualTo(GONE);
    assertThat(send("[\"\\n\"]").statusCode()).isEqualTo(404);
  }

  @Test
  void thePathWithoutSessionIsARawWebSocket() {
    try (StompClient client = StompClient.on(RawWebSocket.open(raw(), Handshake.stomp()))) {
      StompFrame connected = client.connect(target.tokens().of("raw"));
      client.subscribe("room", "/topic/rooms.raw-below-ws");
      client.publish("/topic/rooms.raw-below-ws", new byte[] {(byte) 0xff});

      assertThat(connected.command()).isEqualTo("CONNECTED");
      assertThat(client.nextMessage("room").body()).containsExactly(0xff);
    }
  }

  private void open() throws Exception {
    assertThat(poll()).isEqualTo(new SockJsFrame.Opened());
  }

  private URI raw() {
    return URI.create(endpoint + "/websocket");
  }

  /** As it stands in JSON. */
  private String connectFrame(String user) {
    return "CONNECT\\naccept-version:1.2\\nhost:parley\\nAuthorization:Bearer %s\\n\\n\\u0000"
        .formatted(target.tokens().of(user));
  }

  private SockJsFrame poll() throws Exception {
    return poll("");
  }

  private SockJsFrame poll(String query) throws Exception {
    return SockJsFrame.parse(ask("POST", session + "/xhr" + query, NOTHING).body().strip());
  }

  private static SockJsFrame ended(int code) {
    return new SockJsFrame.Ended(new Closed(code, ""));
  }

  private HttpResponse<String> send(String body) throws Exception {
    return send(body, "");
  }

  private HttpResponse<String> send(String body, String query) throws Exception {
    return ask("POST", session + "/xhr_send" + query, BodyPublishers.ofString(body));
  }

  private HttpResponse<String> ask(String method, String uri, BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    return http.send(request(method, uri, body, headers), BodyHandlers.ofString());
  }

  private static HttpRequest request(
      String method, String uri, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).method(method, body);
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }
}
