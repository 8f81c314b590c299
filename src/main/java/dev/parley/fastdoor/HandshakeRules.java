package dev.parley.fastdoor;

import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.COOKIE;
import static io.netty.handler.codec.http.HttpHeaderNames.HOST;
import static io.netty.handler.codec.http.HttpHeaderNames.ORIGIN;
import static io.netty.handler.codec.http.HttpHeaderNames.RETRY_AFTER;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_KEY;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL;
import static io.netty.handler.codec.http.HttpHeaderNames.SEC_WEBSOCKET_VERSION;
import static io.netty.handler.codec.http.HttpHeaderNames.UPGRADE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.endpoint.Arrival;
import dev.parley.endpoint.Compression;
import dev.parley.endpoint.HandshakeTokens;
import dev.parley.endpoint.Origins;
import dev.parley.endpoint.Reception;
import dev.parley.fastdoor.Verdict.Refused;
import dev.parley.limit.HandshakeRate;
import dev.parley.limit.TrustedProxies;
import dev.parley.limit.TrustedProxies.Asker;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which requests become WebSockets, RFC 6455 section 4.2.1, and what the others are told. In the
 * order of the other door: who may not come in learns nothing about how to ask.
 */
record HandshakeRules(
    Origins origins,
    Reception reception,
    Compression compression,
    TrustedProxies proxies,
    HandshakeRate rate,
    HandshakeTokens tokens) {

  private static final String PATH = "/ws";
  private static final String VERSION = "13";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int NONCE_BYTES = 16;

  /**
   * What becomes of it.
   *
   * @param peer at the other end of the connection
   */
  Verdict judge(InetAddress peer, HttpRequest request) {
    Asker asker = proxies.asker(peer, request.headers()::getAll);
    return notHttp(request)
        .or(() -> notWelcome(request, asker))
        .or(() -> notAnUpgrade(request))
        .or(this::oneTooMany)
        .<Verdict>map(refused -> refused)
        .orElseGet(() -> welcome(request.headers(), asker));
  }

  private static Optional<Refused> notHttp(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return Optional.of(Refused.with(statusOf(request.decoderResult().cause())));
    }
    boolean oneHost = request.headers().getAll(HOST).size() == 1;
    boolean body =
        HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    return refuseIf(!oneHost || body, HttpResponseStatus.BAD_REQUEST);
  }

  private static HttpResponseStatus statusOf(Throwable failure) {
    return switch (failure) {
      case TooLongHttpLineException line -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
      case TooLongHttpHeaderException header -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
      default -> HttpResponseStatus.BAD_REQUEST;
    };
  }

  private Optional<Refused> notWelcome(HttpRequest request, Asker asker) {
    HttpHeaders headers = request.headers();
    if (!request.uri().split("\\?", 2)[0].equals(PATH)) {
      return Optional.of(Refused.with(HttpResponseStatus.NOT_FOUND));
    }
    if (!origins.allow(headers.get(ORIGIN), asker.host().orElse(headers.get(HOST)))) {
      return Optional.of(Refused.with(HttpResponseStatus.FORBIDDEN));
    }
    return reception.isClosed()
        ? refuse(HttpResponseStatus.SERVICE_UNAVAILABLE, Map.of(RETRY_AFTER, "1"))
        : Optional.empty();
  }

  private static Optional<Refused> notAnUpgrade(HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (!request.method().equals(HttpMethod.GET)) {
      return refuse(HttpResponseStatus.METHOD_NOT_ALLOWED, Map.of(ALLOW, "GET"));
    }
    if (!headers.containsValue(UPGRADE, "websocket", true)) {
      return refuse(HttpResponseStatus.UPGRADE_REQUIRED, Map.of(UPGRADE, "websocket"));
    }
    boolean asked =
        request.protocolVersion().equals(HttpVersion.HTTP_1_1)
            && headers.containsValue(CONNECTION, UPGRADE, true);
    if (!asked) {
      return refuse(HttpResponseStatus.BAD_REQUEST, Map.of());
    }
    if (!VERSION.equals(headers.get(SEC_WEBSOCKET_VERSION))) {
      return refuse(HttpResponseStatus.UPGRADE_REQUIRED, Map.of(SEC_WEBSOCKET_VERSION, VERSION));
    }
    return refuseIf(!isNonce(headers.get(SEC_WEBSOCKET_KEY, "")), HttpResponseStatus.BAD_REQUEST);
  }

  private Optional<Refused> oneTooMany() {
    OptionalInt wait = rate.refuses();
    return wait.isPresent()
        ? refuse(
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            Map.of(RETRY_AFTER, Integer.toString(wait.getAsInt())))
        : Optional.empty();
  }

  private Verdict welcome(HttpHeaders headers, Asker asker) {
    String key = headers.get(SEC_WEBSOCKET_KEY, "").strip();
    return new Verdict.Welcome(
        accept(key),
        protocol(headers.getAll(SEC_WEBSOCKET_PROTOCOL)),
        new Arrival(asker.address()),
        compression.answer(headers.getAll(SEC_WEBSOCKET_EXTENSIONS)),
        tokens.find(
            headers.getAll(AUTHORIZATION), headers.getAll(COOKIE), headers.contains(ORIGIN)));
  }

  /** The first that the client names and we know. */
  private static Optional<String> protocol(List<String> offers) {
    return offers.stream()
        .flatMap(offer -> Arrays.stream(offer.split(",", -1)))
        .map(String::strip)
        .filter(name -> Reception.SUBPROTOCOLS.contains(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  private static boolean isNonce(String key) {
    try {
      return Base64.getDecoder().decode(key.strip()).length == NONCE_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static String accept(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException("every JVM has SHA-1", broken);
    }
  }

  private static Optional<Refused> refuse(
      HttpResponseStatus status, Map<CharSequence, String> headers) {
    return Optional.of(new Refused(status, headers));
  }

  private static Optional<Refused> refuseIf(boolean refused, HttpResponseStatus status) {
    return refused ? Optional.of(Refused.with(status)) : Optional.empty();
  }
}
