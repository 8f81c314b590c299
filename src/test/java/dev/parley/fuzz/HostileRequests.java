package dev.parley.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.random.RandomGenerator;

/** HTTP requests, RFC 9112, for a WebSocket, a session of SockJS, or for nothing that there is. */
public final class HostileRequests {

  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "POST", "OPTIONS", "HEAD", "PUT", "PRI", "get", "", "CONNECT");

  private static final List<String> PATHS =
      List.of(
          "/ws",
          "/ws",
          "/ws/",
          "/ws/info",
          "/ws/000/fuzz/xhr",
          "/ws/000/fuzz/xhr_send",
          "/ws/000/fuzz/xhr_streaming",
          "/ws/000/fuzz/eventsource",
          "/ws/000/fuzz/websocket",
          "/ws/websocket",
          "/ws/../actuator/env",
          "/ws/%2e%2e/actuator",
          "/ws;jsessionid=1",
          "//ws",
          "/ws/000//xhr",
          "/ws/a/b/jsonp?c=alert(1)",
          "/ws/iframe.html",
          "/client/parley.js",
          "/client/../application.yml",
          "/%00",
          "*",
          "http://evil.example/ws",
          "/ws?a=%zz",
          "/\\ws",
          "/actuator/health",
          "/actuator/env",
          "/api/v1/nodes",
          "/console",
          "ws",
          "");

  private static final List<String> VERSIONS =
      List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "ICY", "");

  private static final List<String> HEADERS =
      List.of(
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==",
          "Host: localhost");

  private static final List<String> MORE =
      List.of(
          "Sec-WebSocket-Protocol: v12.stomp",
          "Sec-WebSocket-Protocol: ,,,,",
          "Host:",
          "Host: a,b",
          "Sec-WebSocket-Key: x",
          "Sec-WebSocket-Version: 8",
          "Upgrade: h2c",
          "Connection: close",
          "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99",
          "Sec-WebSocket-Extensions: ;;;=\"",
          "Origin: null",
          "Origin: http://evil.example",
          "Origin: http://[::1",
          "Content-Length: 5",
          "Content-Length: -1",
          "Content-Length: 5, 6",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: chunked, identity",
          "Expect: 100-continue",
          "Authorization: Bearer a.b.c",
          "Authorization: Bearer",
          "Cookie: a=b; =; ;;",
          "X-Forwarded-For: 1.2.3.4, ,unknown",
          "Forwarded: for=\"[::1\";host=",
          "X-Forwarded-Host: :",
          " folded",
          "no colon",
          ": no name",
          "a\u0000b: c",
          "Content-Type: ///",
          "Accept: ;q=2");

  private final RandomGenerator random;
  private final HostileFrames bytes;

  public HostileRequests(RandomGenerator random) {
    this.random = random;
    this.bytes = new HostileFrames(random);
  }

  /** A request, whole or not. */
  public byte[] request() {
    StringBuilder head = new StringBuilder();
    head.append(Words.any(random, METHODS)).append(' ').append(Words.any(random, PATHS));
    head.append(' ').append(Words.any(random, VERSIONS)).append("\r\n");
    for (String header : HEADERS) {
      if (random.nextInt(12) > 0) {
        head.append(header).append("\r\n");
      }
    }
    for (int i = random.nextInt(random.nextInt(20) == 0 ? 200 : 4); i > 0; i--) {
      String value = Words.any(random, MORE);
      head.append(random.nextInt(8) == 0 ? "X-A: " + bytes.value() : value).append("\r\n");
    }
    head.append(random.nextInt(12) == 0 ? "" : "\r\n");
    head.append(random.nextInt(4) == 0 ? bytes.value() : "");
    byte[] request = head.toString().getBytes(UTF_8);
    return random.nextInt(4) == 0 ? bytes.mutated(request) : request;
  }

  /** The body of a SockJS client's {@code xhr_send}: an array of texts as JSON, or nearly. */
  public byte[] texts() {
    StringBuilder json = new StringBuilder("[");
    for (int i = random.nextInt(4); i >= 0; i--) {
      json.append('"');
      for (char c : new String(bytes.stream(), UTF_8).toCharArray()) {
        boolean plain = c >= ' ' && c < 127 && c != '"' && c != '\\';
        json.append(plain ? String.valueOf(c) : "\\u%04x".formatted((int) c));
      }
      json.append(i == 0 ? "\"" : "\",");
    }
    byte[] body = json.append(']').toString().getBytes(UTF_8);
    return random.nextInt(3) == 0 ? bytes.mutated(body) : body;
  }
}
