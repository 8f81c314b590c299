package dev.parley.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.identity.Revocation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a backend may write to revoke, and what it may not. */
class RevocationRequestTests {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2030-01-31T12:00:00Z");

  @Test
  void aUserOrATokenUntilANumberOrAText() throws IOException {
    assertThat(read("{\"sub\":\"alice\",\"until\":" + LATER.toEpochMilli() + "}"))
        .isEqualTo(Revocation.ofUser("alice", LATER));
    assertThat(read("{\"jti\":\"t-1\",\"until\":\"2030-01-31T12:00:00Z\"}"))
        .isEqualTo(Revocation.ofToken("t-1", LATER));
    assertThat(read("{\"jti\":\"t-1\",\"until\":\"2030-01-31T13:00:00+01:00\",\"why\":[1]}"))
        .isEqualTo(Revocation.ofToken("t-1", LATER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "bad-frame  | ",
        "bad-frame  | no json",
        "bad-frame  | {\"sub\":\"alice\"",
        "bad-frame  | []",
        "bad-frame  | null",
        "bad-frame  | {\"until\":2000000000000}",
        "bad-frame  | {\"sub\":\"a\",\"jti\":\"b\",\"until\":2000000000000}",
        "bad-header | {\"sub\":7,\"until\":2000000000000}",
        "bad-header | {\"sub\":null,\"until\":2000000000000}",
        "bad-header | {\"sub\":\"\",\"until\":2000000000000}",
        "bad-header | {\"sub\":\"server\",\"until\":2000000000000}",
        "bad-header | {\"jti\":\"a\\nb\",\"until\":2000000000000}",
        "bad-header | {\"sub\":\"alice\"}",
        "bad-header | {\"sub\":\"alice\",\"until\":null}",
        "bad-header | {\"sub\":\"alice\",\"until\":\"soon\"}",
        "bad-header | {\"sub\":\"alice\",\"until\":\"2000000000000\"}",
        "bad-header | {\"sub\":\"alice\",\"until\":1.5}",
        "bad-header | {\"sub\":\"alice\",\"until\":1893456000}",
        "bad-header | {\"sub\":\"alice\",\"until\":1893456000000}",
        "bad-header | {\"sub\":\"alice\",\"until\":9000000000000000000}",
        "bad-header | {\"sub\":\"alice\",\"until\":99999999999999999999}",
        "bad-header | {\"sub\":\"alice\",\"until\":\"+999999999-01-01T00:00:00Z\"}",
        "bad-header | {\"sub\":\"alice\",\"until\":true}",
      })
  void whatCannotBeDoneIsSaid(String code, String body) {
    isBad(code, body == null ? "" : body);
  }

  @Test
  void muchIsNotRead() {
    isBad("too-large", "{\"sub\":\"alice\",\"until\":2000000000000" + " ".repeat(9000) + "}");
  }

  private static void isBad(String code, String body) {
    assertThatExceptionOfType(BadRequest.class)
        .isThrownBy(() -> read(body))
        .satisfies(
            bad -> {
              assertThat(bad.refusal().code().wire()).isEqualTo(code);
              assertThat(bad.sentence()).endsWith(".").doesNotContain("alice");
            });
  }

  private static Revocation read(String body) throws IOException {
    return RevocationRequest.read(new ByteArrayInputStream(body.getBytes(UTF_8)), NOW);
  }
}
