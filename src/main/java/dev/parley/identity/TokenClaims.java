package dev.parley.identity;

import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.UserNames;
import dev.parley.protocol.Utf8;
import io.jsonwebtoken.Claims;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a verified token says. Claims that nobody asks for may be anything. */
final class TokenClaims {

  private static final int LONGEST_DISPLAY_NAME = 128;
  private static final int LONGEST_INFO = 1024;
  private static final int MOST_PATTERNS = 256;

  /** In seconds; beyond, the milliseconds overflow. */
  private static final double LARGEST_DATE = 1e15;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private TokenClaims() {}

  /** The claims once more as JSON, because numbers and order of {@code info} must survive. */
  static JsonNode payload(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    } catch (JacksonException | IllegalArgumentException notJson) {
      throw bad();
    }
  }

  /** The library takes texts for dates too, and lets large numbers overflow. */
  static void checkDates(JsonNode payload) {
    for (String claim : List.of("exp", "nbf")) {
      JsonNode date = payload.path(claim);
      boolean none = date.isMissingNode() || date.isNull();
      if (!none && !(date.isNumber() && Math.abs(date.doubleValue()) < LARGEST_DATE)) {
        throw bad();
      }
    }
  }

  static User user(Claims claims, JsonNode payload) {
    checkDates(payload);
    String name = claims.getSubject();
    if (name == null || !UserNames.isValid(name) || claims.getExpiration() == null) {
      throw bad();
    }
    return new User(
        name,
        displayName(payload),
        info(payload),
        grants(payload),
        scopes(payload),
        Optional.ofNullable(claims.getId()),
        claims.getExpiration().toInstant());
  }

  private static Optional<String> displayName(JsonNode payload) {
    Optional<String> name = text(payload, "name");
    if (name.isPresent() && name.get().length() > LONGEST_DISPLAY_NAME) {
      throw bad();
    }
    return name;
  }

  private static Optional<String> info(JsonNode payload) {
    JsonNode info = payload.path("info");
    if (info.isMissingNode() || info.isNull()) {
      return Optional.empty();
    }
    String json = info.toString();
    if (!info.isObject() || Utf8.length(json) > LONGEST_INFO) {
      throw bad();
    }
    return Optional.of(json);
  }

  private static Grants grants(JsonNode payload) {
    JsonNode channels = payload.path("channels");
    if (channels.isMissingNode() || channels.isNull()) {
      return Grants.NONE;
    }
    if (!channels.isObject()) {
      throw bad();
    }
    return new Grants(patterns(channels.path("subscribe")), patterns(channels.path("publish")));
  }

  private static List<ChannelPattern> patterns(JsonNode list) {
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray() || list.size() > MOST_PATTERNS) {
      throw bad();
    }
    List<ChannelPattern> patterns = new ArrayList<>(list.size());
    for (JsonNode pattern : list) {
      if (!pattern.isString()) {
        throw bad();
      }
      patterns.add(ChannelPattern.parse(pattern.stringValue()));
    }
    return patterns;
  }

  private static Set<String> scopes(JsonNode payload) {
    return text(payload, "scope").stream()
        .flatMap(scope -> Stream.of(scope.split(" ", -1)))
        .filter(scope -> !scope.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<String> text(JsonNode payload, String claim) {
    JsonNode value = payload.path(claim);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw bad();
    }
    return Optional.of(value.stringValue());
  }

  private static Refusal bad() {
    return new Refusal(RefusalCode.BAD_TOKEN);
  }
}
