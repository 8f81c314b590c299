package dev.parley.endpoint;

import dev.parley.identity.User;
import dev.parley.protocol.StompVersion;
import dev.parley.session.Session;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What CONNECTED says. */
record Greeting(HeartBeatSettings heartBeat, Duration idempotencyWindow) {

  /** The header that says when the session's token ends, epoch milliseconds. */
  static final String TOKEN_EXPIRES = "token-expires";

  private static final String SERVER = "Parley";

  Map<String, String> headers(Session session, User user, StompVersion version) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("version", version.number());
    headers.put("server", SERVER);
    headers.put("session", session.id());
    headers.put("user-name", user.name());
    headers.put("heart-beat", heartBeat.offer());
    headers.put(TOKEN_EXPIRES, Long.toString(user.expires().toEpochMilli()));
    headers.put("idempotency-window", Long.toString(idempotencyWindow.toMillis()));
    return headers;
  }
}
