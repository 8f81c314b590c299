package dev.parley.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.StompFrame;
import dev.parley.wire.kit.Transport;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holes that services of this kind have had, each by its CVE. */
@Timeout(60)
class KnownHolesIT {

  /** One more than a transaction may hold; nothing is sent after what ends the connection. */
  private static final int MANY = 101;

  @RegisterExtension static final Stage stage = Stage.shared();

  /** CVE-2018-1270: a selector was run as an expression of Spring for each message. */
  @EveryWay
  void aSelectorIsNeverRun(Way way, @TempDir Path folder) {
    Path proof = folder.resolve("proof");
    String selector =
        "T(java.nio.file.Files).createFile(T(java.nio.file.Path).of('" + proof + "'))";
    StompClient client = stage.client(way);
    String room = "/topic/rooms.selected-" + stage.user();

    client.subscribe("1", room, "selector:" + selector.replace(":", "\\c"));
    client.publish(room, "to all", "selector:false");

    assertThat(client.nextMessage("1").text()).isEqualTo("to all");
    assertThat(Files.exists(proof)).isFalse();
  }

  /** CVE-2020-5421: {@code ;jsessionid=} hid the ending by which a browser saves an answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ws;jsessionid=a/info.bat",
        "/ws/info;jsessionid=/calc.bat",
        "/ws/000/s1/xhr;jsessionid=/setup.bat",
        "/ws/000/s1/jsonp;/a.cmd?c=%7C%7Ccalc%7C%7C",
        "/client/parley.js;jsessionid=/setup.bat",
        "/client/setup.bat;jsessionid=1",
        "/actuator/health;/setup.bat"
      })
  void noAnswerIsSavedAsAProgram(String path) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isBetween(400, 404);
    assertThat(answer.body()).doesNotContain("calc", "setup", "Exception");
  }

  /** CVE-2022-22971: whoever had come in could bring the service down with frames. */
  @EveryDoor
  void whoIsInCanKeepNoMoreThanTheLimits(Way way) {
    Bystanders others = Bystanders.talking(stage, way);
    StompClient client = stage.client(way);
    client.subscribe("errors", "/user/queue/errors");
    client.request(StompFrame.of("BEGIN", "transaction:t"));
    String room = "/topic/rooms.kept-" + stage.user();

    for (int i = 0; i < MANY; i++) {
      client.send(client.sendFrame(room, new byte[8_000], "transaction:t"));
    }

    assertThat(client.next(f -> f.header("code").isPresent(), "refusal").value("code"))
        .isEqualTo("too-large");
    others.talkOn();
  }

  /** CVE-2025-41254: messages went out before, or without, a CONNECT that was allowed. */
  @EveryWay
  void nothingGoesOutWithoutAConnectThatWasAllowed(Way way) {
    StompClient listener = stage.client(way);
    String room = "/topic/rooms.bypassed-" + stage.user();
    listener.subscribe("1", room);
    for (String first :
        new String[] {
          "",
          "CONNECT\naccept-version:1.2\nhost:a\n\n\0",
          "CONNECT\naccept-version:1.2\nhost:a\nAuthorization:Bearer a.b.c\n\n\0"
        }) {
      StompClient stranger = stage.stranger(way);

      // As one message, so that nothing can be answered in between.
      stranger.wire().send(first + "SEND\ndestination:" + room + "\nreceipt:1\n\nhi\0");

      assertThat(stranger.next("ERROR").value("code")).isIn("bad-frame", "bad-token");
    }
    listener.expectNothing();
  }

  /** The same of a page of somebody else, which has no token but whatever a browser adds. */
  @Test
  void aForeignPageOpensNothing() throws Exception {
    for (String path : new String[] {"/ws/000/foreign1/xhr", "/ws/000/foreign1/xhr_send"}) {
      HttpRequest request =
          HttpRequest.newBuilder(at(path))
              .header("Origin", "https://evil.example")
              .header("Content-Type", "text/plain")
              .POST(BodyPublishers.ofString("[\"SEND\\ndestination:/topic/rooms.a\\n\\n\\u0000\"]"))
              .build();

      assertThat(ask(request).statusCode()).isEqualTo(403);
    }
  }

  /** CVE-2026-41838: ids of sessions could be predicted; here all are made in one place. */
  @EveryDoor
  void idsOfSessionsCannotBeGuessed(Way way) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      StompClient client = stage.stranger(way);
      ids.add(client.connect(stage.token()).value("session"));
      client.close();
    }
    assertThat(ids).allMatch(id -> id.matches("[A-Za-z0-9_-]{20}"));

    // A place that counts, or tells the time, would have few.
    for (int i = 0; i < 20; i++) {
      int at = i;
      assertThat(ids.stream().map(id -> id.charAt(at)).distinct()).hasSizeGreaterThan(15);
    }
  }

  /** Who knows the address of another's session neither reads there nor takes the stream away. */
  @Test
  void aSessionOfSockJsIsReadByOneOnly() throws Exception {
    String token = stage.token();
    URI session = Transport.session(at("/ws"));
    ask(post(session + "/xhr", ""));
    String connect = "[\"CONNECT\\naccept-version:1.2\\nhost:a\\nAuthorization:Bearer ";
    ask(post(session + "/xhr_send", connect + token + "\\n\\n\\u0000\"]"));

    assertThat(ask(post(session + "/xhr_streaming", "")).statusCode()).isEqualTo(404);
    assertThat(get(session.getPath() + "/eventsource").statusCode()).isEqualTo(404);
    assertThat(ask(post(session + "/xhr", "")).body()).contains("CONNECTED").doesNotContain(token);
    assertThat(get(session.getPath().replaceAll("/s[^/]*$", "/guessed") + "/xhr_send").statusCode())
        .isBetween(400, 405);
    ask(post(session + "/xhr_send", "[\"DISCONNECT\\n\\n\\u0000\"]"));
    ask(post(session + "/xhr", ""));
  }

  /** Nor does one write there who sits elsewhere. */
  @Test
  void aGuessedSessionOfAnotherAddressIsNone() throws Exception {
    String session = "http://127.0.0.1:" + at("/").getPort() + "/ws/000/" + stage.user();
    assertThat(ask(post(session + "/xhr", "")).body()).isEqualTo("o\n");

    try (HttpClient elsewhere =
        HttpClient.newBuilder().localAddress(InetAddress.getByName("127.0.0.2")).build()) {
      for (String what : new String[] {"/xhr", "/xhr_send"}) {
        HttpRequest request = post(session + what, "[\"\\n\"]");
        assertThat(elsewhere.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
      }
    }
    assertThat(ask(post(session + "/xhr_send", "[\"\\n\"]")).statusCode()).isEqualTo(204);
  }

  private static URI at(String path) {
    return stage.target().at(Door.SPRING).resolve(path);
  }

  private static HttpRequest post(String uri, String body) {
    return HttpRequest.newBuilder(URI.create(uri))
        .POST(BodyPublishers.ofString(body, UTF_8))
        .build();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return ask(HttpRequest.newBuilder(at(path)).build());
  }

  private static HttpResponse<String> ask(HttpRequest request) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString());
    }
  }
}
