package dev.parley.fastdoor;

import dev.parley.endpoint.Arrival;
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
   */
  record Welcome(
      String accept, Optional<String> protocol, Arrival arrival, Optional<String> extension)
      implements Verdict {}

  /** It is refused, and the connection ends. */
  record Refused(HttpResponseStatus status, Map<CharSequence, String> headers) implements Verdict {

    static Refused with(HttpResponseStatus status) {
      return new Refused(status, Map.of());
    }
  }
}
