package dev.parley.fastdoor;

import dev.parley.endpoint.Arrival;
import dev.parley.identity.BearerToken;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Optional;

/** What becomes of a request at the door. */
sealed interface Verdict {

  /**
   * It becomes a WebSocket.
   *
   * @param accept the proof for the client, RFC 6455 section 4.2.2
   * @param protocol the subprotocol; empty where the client knows none of ours
   * @param arrival who it is
   * @param extension how messages are compressed; empty where they are not
   * @param token what the request brings
   */
  record Welcome(
      String accept,
      Optional<String> protocol,
      Arrival arrival,
      Optional<String> extension,
      Optional<BearerToken> token)
      implements Verdict {}

  /** It is refused, and the connection ends. */
  record Refused(HttpResponseStatus status, Map<CharSequence, String> headers) implements Verdict {

    static Refused with(HttpResponseStatus status) {
      return new Refused(status, Map.of());
    }
  }
}
