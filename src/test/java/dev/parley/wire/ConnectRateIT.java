package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Handshake;
import dev.parley.wire.kit.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In a second a node takes so many handshakes; the others are told to come later, each when. */
@Timeout(60)
class ConnectRateIT {

  private static final int RATE = 2;

  @RegisterExtension static final Stage stage = Stage.with("--parley.limits.connect-rate=" + RATE);

  @EveryDoor
  void moreThanThatAreToldToComeLater(Way way) {
    double before = Figures.turnedAway(stage.target());
    List<HttpAnswer> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(stage.socket(way, Handshake.stomp()).answer());
    }

    List<HttpAnswer> refused = answers.stream().filter(a -> a.status() == 503).toList();
    assertThat(answers).allMatch(answer -> answer.status() == 503 || answer.status() == 101);
    assertThat(refused).hasSizeGreaterThan(10);
    assertThat(refused).allMatch(answer -> isWait(answer.header("Retry-After").orElseThrow()));
    assertThat(refused).extracting(a -> a.header("Retry-After")).hasSizeGreaterThan(1);
    assertThat(Figures.turnedAway(stage.target())).isEqualTo(before + refused.size());
  }

  @Test
  void newSessionsOfSockJsCountAndRequestsOfOldOnesDoNot() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      List<HttpResponse<String>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(poll(http, "session" + System.nanoTime()));
      }
      List<HttpResponse<String>> refused =
          answers.stream().filter(answer -> answer.statusCode() == 503).toList();
      assertThat(refused).hasSizeGreaterThan(10);
      assertThat(refused)
          .allMatch(answer -> isWait(answer.headers().firstValue("Retry-After").orElseThrow()));

      HttpResponse<String> open =
          await()
              .until(
                  () -> poll(http, "later" + System.nanoTime()),
                  answer -> answer.statusCode() == 200);
      assertThat(open.body()).isEqualTo("o\n");
      String session = open.uri().getPath().split("/", -1)[3];
      String send = "/ws/000/" + session + "/xhr_send";
      for (int i = 0; i < 20; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(at(send)).POST(BodyPublishers.ofString("[\"\\n\"]")).build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
      }
    }
  }

  private static URI at(String path) {
    return stage.target().at(Door.SPRING).resolve(path);
  }

  private static HttpResponse<String> poll(HttpClient http, String session)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(at("/ws/000/" + session + "/xhr"))
            .POST(BodyPublishers.noBody())
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static boolean isWait(String retryAfter) {
    return Integer.parseInt(retryAfter) >= 1 && Integer.parseInt(retryAfter) <= 10;
  }
}
