package dev.parley.wire.kit;

import java.util.Optional;

/** How a SockJS transport over HTTP asks for frames and which line of an answer holds one. */
enum Downstream {
  XHR("POST", "/xhr"),
  XHR_STREAMING("POST", "/xhr_streaming"),
  EVENTSOURCE("GET", "/eventsource");

  private final String method;
  private final String path;

  Downstream(String method, String path) {
    this.method = method;
    this.path = path;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  /** The frame of that line; empty for lines that hold none. */
  Optional<SockJsFrame> frame(String line) {
    if (this != EVENTSOURCE) {
      return Optional.of(SockJsFrame.parse(line));
    }
    if (line.isEmpty()) {
      return Optional.empty();
    }
    if (!line.startsWith("data: ")) {
      throw new WireViolation("not a line of an event: " + line);
    }
    return Optional.of(SockJsFrame.parse(EncodedUri.decode(line.substring("data: ".length()))));
  }
}
