package dev.parley.api;

import dev.parley.identity.Revocation;
import dev.parley.protocol.RefusalCode;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code {"sub":…,"until":…}} or {@code {"jti":…,"until":…}}. */
final class RevocationRequest {

  private static final JsonMapper JSON = new JsonMapper();

  /** More than the longest name needs, written in whatever way. */
  private static final int MOST_BYTES = 8 * 1024;

  private static final Duration LONGEST = Duration.ofDays(3660);

  private RevocationRequest() {}

  /**
   * @throws BadRequest where it says nothing that can be done
   */
  static Revocation read(InputStream in, Instant now) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new BadRequest(RefusalCode.TOO_LARGE, "A revocation has at most 8 KiB.");
    }
    try {
      return revocation(JSON.readTree(bytes), now);
    } catch (JacksonException notJson) {
      throw new BadRequest(RefusalCode.BAD_FRAME, "The body is not JSON.");
    }
  }

  private static Revocation revocation(JsonNode body, Instant now) {
    JsonNode user = body.path("sub");
    JsonNode token = body.path("jti");
    if (user.isMissingNode() == token.isMissingNode()) {
      throw new BadRequest(RefusalCode.BAD_FRAME, "One of sub and jti is needed.");
    }
    Instant until = until(body.path("until"), now);
    try {
      return user.isMissingNode()
          ? Revocation.ofToken(text(token), until)
          : Revocation.ofUser(text(user), until);
    } catch (IllegalArgumentException nobody) {
      throw new BadRequest(RefusalCode.BAD_HEADER, "No token can have such a sub or jti.");
    }
  }

  private static String text(JsonNode value) {
    if (!value.isString()) {
      throw new BadRequest(RefusalCode.BAD_HEADER, "sub and jti are texts.");
    }
    return value.stringValue();
  }

  private static Instant until(JsonNode value, Instant now) {
    Instant until = instant(value);
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
      throw new BadRequest(
          RefusalCode.BAD_HEADER, "until lies in the future, by ten years at most.");
    }
    return until;
  }

  private static Instant instant(JsonNode value) {
    try {
      if (value.isIntegralNumber() && value.canConvertToLong()) {
        return Instant.ofEpochMilli(value.longValue());
      }
      if (value.isString()) {
        return Instant.parse(value.stringValue());
      }
    } catch (DateTimeException noInstant) {
      // Told like any other value that is none.
    }
    throw new BadRequest(
        RefusalCode.BAD_HEADER,
        "until is a number, epoch milliseconds, or a text such as 2030-01-31T12:00:00Z.");
  }
}
