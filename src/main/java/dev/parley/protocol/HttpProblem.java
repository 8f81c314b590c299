package dev.parley.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A refusal as the answer to an HTTP request, RFC 9457: its body has {@code title}, {@code status},
 * {@code code} and, where there is one, {@code detail}, all of them fixed sentences.
 *
 * @param headers beside {@code Content-Type}
 */
public record HttpProblem(int status, Map<String, String> headers, String body) {

  public static final String CONTENT_TYPE = "application/problem+json";

  private static final int MILLIS = 1000;

  public static HttpProblem of(Refusal refusal) {
    return of(refusal, Optional.empty());
  }

  /**
   * The same with a sentence about this request.
   *
   * @param detail what is wrong with this request; never what the request said
   */
  public static HttpProblem of(Refusal refusal, Optional<String> detail) {
    int status = status(refusal.code());
    StringBuilder json = new StringBuilder("{\"title\":");
    Json.quote(json, refusal.code().sentence());
    json.append(",\"status\":").append(status).append(",\"code\":");
    Json.quote(json, refusal.code().wire());
    detail.ifPresent(
        text -> {
          json.append(",\"detail\":");
          Json.quote(json, text);
        });
    return new HttpProblem(status, headers(refusal, status), json.append('}').toString());
  }

  private static int status(RefusalCode code) {
    return switch (code) {
      case BAD_FRAME, BAD_HEADER, BAD_DESTINATION -> 400;
      case BAD_TOKEN, TOKEN_EXPIRED, TOKEN_REVOKED, CONNECT_TIMEOUT -> 401;
      case FORBIDDEN, KICKED -> 403;
      case UNKNOWN_NAMESPACE -> 404;
      case CHANNEL_FULL, UNSUBSCRIBED -> 409;
      case TOO_LARGE -> 413;
      case TOO_MANY_CONNECTIONS, TOO_MANY_SUBSCRIPTIONS, RATE_LIMITED, FLOODING -> 429;
      case UNAVAILABLE, RESTARTING, IDLE, SLOW_CONSUMER -> 503;
    };
  }

  private static Map<String, String> headers(Refusal refusal, int status) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (status == 401) {
      headers.put("WWW-Authenticate", "Bearer");
    }
    if (status == 429 || status == 503) {
      long seconds = Math.ceilDiv(refusal.retryAfterMillis(), MILLIS);
      headers.put("Retry-After", Long.toString(Math.max(1, seconds)));
    }
    return headers;
  }

  /** Without the body, as with all that goes over the wire. */
  @Override
  public String toString() {
    return "problem " + status;
  }
}
