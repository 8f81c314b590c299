package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The one place where a refusal becomes a frame. */
public final class RefusalFrames {

  private RefusalFrames() {}

  /** The ERROR frame before the connection ends. */
  public static OutFrame error(StompVersion version, Refusal refusal, Optional<String> receipt) {
    Map<String, String> headers = headers(refusal);
    receipt.ifPresent(id -> headers.put("receipt-id", id));
    return OutFrame.of(version, "ERROR", headers);
  }

  /** The headers of the MESSAGE on {@code /user/queue/errors} when the connection goes on. */
  public static Map<String, String> headers(Refusal refusal) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("code", refusal.code().wire());
    headers.put("message", refusal.code().sentence());
    if (refusal.retryAfterMillis() > 0) {
      headers.put("retry-after-ms", Long.toString(refusal.retryAfterMillis()));
    }
    return headers;
  }

  /** What was refused, as far as the frame said. */
  public record Refused(
      Optional<String> destination, Optional<String> receipt, Optional<String> subscription) {}

  /** The body beside those headers: a problem, RFC 9457. */
  public static byte[] problem(Refusal refusal, Refused refused) {
    StringBuilder json = new StringBuilder("{\"title\":");
    Json.quote(json, refusal.code().sentence());
    member(json, "code", Optional.of(refusal.code().wire()));
    member(json, "destination", refused.destination());
    member(json, "receiptId", refused.receipt());
    member(json, "subscription", refused.subscription());
    if (refusal.retryAfterMillis() > 0) {
      json.append(",\"retryAfterMs\":").append(refusal.retryAfterMillis());
    }
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void member(StringBuilder json, String name, Optional<String> value) {
    value.ifPresent(
        text -> {
          json.append(",\"").append(name).append("\":");
          Json.quote(json, text);
        });
  }
}
