package dev.parley.endpoint;

import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.socket.sockjs.frame.DefaultSockJsFrameFormat;
import org.springframework.web.socket.sockjs.frame.SockJsFrameFormat;
import org.springframework.web.socket.sockjs.transport.TransportType;

/** The ways in which SockJS brings frames to a client over HTTP (SockJS protocol 0.3.3). */
enum SockJsTransport {
  POLLING(TransportType.XHR, "application/javascript", "%s\n", "", 1),
  STREAMING(
      TransportType.XHR_STREAMING, "application/javascript", "%s\n", "h".repeat(2048) + "\n", 0),
  EVENTSOURCE(TransportType.EVENT_SOURCE, "text/event-stream", "data: %s\r\n\r\n", "\r\n", 0);

  /** A browser keeps all of an answer in memory, so a stream ends now and then and begins anew. */
  private static final int STREAM_BYTES = 128 * 1024;

  private final TransportType type;
  private final String content;
  private final String format;
  private final String prelude;
  private final int answerBytes;

  SockJsTransport(
      TransportType type, String content, String format, String prelude, int answerBytes) {
    this.type = type;
    this.content = content;
    this.format = format;
    this.prelude = prelude;
    this.answerBytes = answerBytes;
  }

  TransportType type() {
    return type;
  }

  /** As clients name it. */
  String way() {
    return switch (this) {
      case POLLING -> "xhr-polling";
      case STREAMING -> "xhr-streaming";
      case EVENTSOURCE -> "eventsource";
    };
  }

  MediaType content() {
    return new MediaType(MediaType.parseMediaType(content), StandardCharsets.UTF_8);
  }

  /** What stands before the first frame of an answer. */
  byte[] prelude() {
    return prelude.getBytes(StandardCharsets.UTF_8);
  }

  /** After so many bytes an answer ends; polling ends it after one frame. */
  int answerBytes() {
    return answerBytes == 0 ? STREAM_BYTES : answerBytes;
  }

  SockJsFrameFormat format() {
    boolean decodedByClient = this == EVENTSOURCE;
    return new DefaultSockJsFrameFormat(format) {
      @Override
      protected String preProcessContent(String content) {
        // sockjs-client runs decodeURI over every event, which throws at a percent sign.
        return decodedByClient ? content.replace("%", "%25") : content;
      }
    };
  }
}
