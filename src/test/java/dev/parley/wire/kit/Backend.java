package dev.parley.wire.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;

/** A backend that uses the HTTP API with a token of its own, or with any other headers. */
public final class Backend {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Target target;

  public Backend(Target target) {
    this.target = target;
  }

  /** A good token with the scope of a backend. */
  public String token() {
    return target.tokens().user("backend").scope("parley:server").sign();
  }

  /** Keeps the user out for so long; the status has to be 201. */
  public void revokesUser(String user, long seconds) {
    revokes("sub", user, seconds);
  }

  /** Keeps the holder of that token out. */
  public void revokesToken(String id, long seconds) {
    revokes("jti", id, seconds);
  }

  private void revokes(String kind, String name, long seconds) {
    long until = Instant.now().plusSeconds(seconds).toEpochMilli();
    String body = "{\"%s\":%s,\"until\":%d}".formatted(kind, JsonText.quote(name), until);
    HttpResponse<String> answer =
        asks("POST", "/api/v1/revocations", body, "Authorization", "Bearer " + token());
    if (answer.statusCode() != 201) {
      throw new AssertionError("not revoked: " + answer + " " + answer.body());
    }
  }

  public HttpResponse<String> asks(String method, String path, String body, String... headers) {
    URI uri = URI.create(target.at(Door.SPRING).toString().replaceAll("/+$", "") + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
    try {
      return HTTP.send(
          (headers.length == 0 ? request : request.headers(headers)).build(),
          BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
