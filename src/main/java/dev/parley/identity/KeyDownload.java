package dev.parley.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches the set of keys that {@code parley.auth.jwks-uri} names. It takes at most {@value
 * #MOST_SECONDS} s and {@value #MOST_BYTES} bytes, and goes nowhere else: no redirect is followed.
 */
final class KeyDownload implements AutoCloseable {

  static final int MOST_BYTES = 256 * 1024;

  /** Less than a client has for CONNECT, so that it is told why it is refused. */
  private static final int MOST_SECONDS = 5;

  private static final int OK = 200;

  private final URI place;
  private final HttpRequest request;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(MOST_SECONDS))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private KeyDownload(URI place) {
    this.place = place;
    this.request =
        HttpRequest.newBuilder(place)
            .header("Accept", "application/jwk-set+json, application/json")
            .build();
  }

  static KeyDownload from(String uri) {
    return new KeyDownload(place(uri));
  }

  /**
   * Where the keys are.
   *
   * @throws IllegalArgumentException where anybody on the way could put in keys of his own
   */
  static URI place(String text) {
    try {
      URI uri = new URI(text.strip());
      boolean plain = "http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost());
      boolean safe = "https".equalsIgnoreCase(uri.getScheme()) || plain;
      if (safe && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException noUri) {
      // Refused like the others.
    }
    throw new IllegalArgumentException(
        "parley.auth.jwks-uri must be the https URI of a set of keys (http on loopback only),"
            + " without a password");
  }

  private static boolean isLoopback(String host) {
    if ("localhost".equalsIgnoreCase(host)) {
      return true;
    }
    try {
      return host != null && InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException name) {
      return false;
    }
  }

  /**
   * Asks for the keys; blocks.
   *
   * @throws IOException with a reason for the operator, if there is no set of keys
   */
  JwkSet fetch() throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      HttpResponse<byte[]> got = answer.get(MOST_SECONDS, TimeUnit.SECONDS);
      if (got.statusCode() != OK) {
        throw new IOException("the answer has status " + got.statusCode());
      }
      return JwkSet.parse(new String(got.body(), StandardCharsets.UTF_8));
    } catch (TimeoutException late) {
      throw new IOException("no answer within " + MOST_SECONDS + " s", late);
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      throw new IOException("no answer: " + cause.getClass().getSimpleName(), cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } finally {
      // Else an answer that is too slow would go on, and be read to its end.
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** For logs: the query may be a secret. */
  @Override
  public String toString() {
    return place.getScheme() + "://" + place.getAuthority();
  }
}
