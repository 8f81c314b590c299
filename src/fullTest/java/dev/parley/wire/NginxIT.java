package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.StompClient;
import dev.parley.wire.kit.Transport;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes behind the nginx that Parley ships a configuration for. */
@Timeout(120)
class NginxIT extends BehindNginx {

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    URI address = front().at(Door.SPRING).resolve(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @EnumSource
  void everyTransportReachesOneOfTheNodesAndStaysThere(Transport transport) {
    startNginx(east, west);
    List<StompClient> members = members(transport);

    talk(members);
    talk(members);

    assertThat(sessions(east)).isBetween(1, CROWD - 1);
    assertThat(sessions(west)).isEqualTo(CROWD - sessions(east));
    members.forEach(StompClient::disconnect);
    await().until(() -> sessions(east) + sessions(west) == 0);
  }

  @Test
  void webSocketsGoToTheFastDoorAndTheRestToTheWebServer() throws Exception {
    startNginx(east, west);

    assertThat(get("/ws").statusCode()).isEqualTo(426);
    assertThat(get("/ws/info").body()).contains("\"websocket\":true");
    assertThat(get("/client/parley.js").statusCode()).isEqualTo(200);
    assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(404);
    assertThat(get("/actuator/prometheus").statusCode()).isEqualTo(404);
  }

  /** The page's own host, as the browser names it, is the one that nginx was asked for. */
  @Test
  void pagesOfItsHostMayConnectAndOthersMayNot() throws Exception {
    startNginx(east, west);
    String own = "http://" + front().at(Door.SPRING).getAuthority();

    assertThat(get("/ws/info", "Origin", own).statusCode()).isEqualTo(200);
    assertThat(get("/ws/info", "Origin", "https://evil.example").statusCode()).isEqualTo(403);
    assertThat(
            get("/ws/info", "Origin", "https://evil.example", "X-Forwarded-Host", "evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            get("/ws/info", "Origin", "https://evil.example", "Forwarded", "host=evil.example")
                .statusCode())
        .isEqualTo(403);
  }
}
