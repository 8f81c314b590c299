package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a token holds and for whom, RFC 7519 sections 4.1.1 to 4.1.5. */
class TokenTimeTests {

  private static final long NOW = HandmadeToken.NOW.getEpochSecond();
  private static final Verifying VERIFYING = Verifying.at(HandmadeToken.NOW);

  @ParameterizedTest
  @ValueSource(longs = {3600, 1, 0, -1, -29})
  void aTokenHoldsUntilHalfAMinuteAfterItsEnd(long seconds) {
    assertThat(VERIFYING.accepts(ending(NOW + seconds)).expires())
        .isEqualTo(HandmadeToken.NOW.plusSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(longs = {-31, -60, -3600, -1_000_000_000})
  void thenItHasExpired(long seconds) {
    VERIFYING.findsExpired(ending(NOW + seconds));
  }

  @Test
  void theClockDecides() {
    String token = ending(NOW);

    Verifying.at(HandmadeToken.NOW.plusSeconds(29)).accepts(token);
    Verifying.at(HandmadeToken.NOW.plusSeconds(31)).findsExpired(token);
  }

  @Test
  void anEndMayHaveAFraction() {
    assertThat(VERIFYING.accepts(HandmadeToken.of("{\"sub\":\"a\",\"exp\":1800000000.5}")).name())
        .isEqualTo("a");
  }

  @Test
  void aTokenWithoutAnEndIsRefused() {
    VERIFYING.refuses(HandmadeToken.of("{\"sub\":\"alice\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"soon\"",
        "\"\"",
        "\"1800003600\"",
        "\"2030-01-01T00:00:00Z\"",
        "true",
        "[1]",
        "{}",
        "1e300",
        "99999999999999999999",
        "-1e300"
      })
  void anEndThatIsNoDateIsRefused(String end) {
    VERIFYING.refuses(HandmadeToken.of("{\"sub\":\"alice\",\"exp\":" + end + "}"));
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 0, 29})
  void aTokenMayBegin(long seconds) {
    VERIFYING.accepts(HandmadeToken.of(HandmadeToken.claims(",\"nbf\":" + (NOW + seconds))));
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 3600})
  void beforeItsBeginningATokenIsRefused(long seconds) {
    VERIFYING.refuses(HandmadeToken.of(HandmadeToken.claims(",\"nbf\":" + (NOW + seconds))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"soon\"", "\"1\"", "true", "[1]", "{}", "1e300"})
  void aBeginningThatIsNoDateIsRefused(String beginning) {
    VERIFYING.refuses(HandmadeToken.of(HandmadeToken.claims(",\"nbf\":" + beginning)));
  }

  @Test
  void whetherAForgedTokenHasExpiredIsNotTold() {
    String claims = "{\"sub\":\"alice\",\"exp\":" + (NOW - 3600) + "}";

    VERIFYING.refuses(HandmadeToken.hmac("HS256", "another secret of more than 32 bytes", claims));
    VERIFYING.refuses(HandmadeToken.unsigned(HandmadeToken.header("none"), claims));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\0',
      value = {
        "true, \"iss\":\"us\"",
        "false, \"iss\":\"them\"",
        "false, \"iss\":\"\"",
        "false, \"iss\":null",
        "false, \"iss\":[\"us\"]",
        "false, \"x\":1",
      })
  void anIssuerIsCheckedWhereOneIsConfigured(boolean accepted, String claim) {
    judge(Verifying.asConfigured("us", null), accepted, claim);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "true; \"aud\":\"parley\"",
        "true; \"aud\":[\"parley\"]",
        "true; \"aud\":[\"shop\",\"parley\"]",
        "false; \"aud\":\"shop\"",
        "false; \"aud\":\"parley shop\"",
        "false; \"aud\":[\"shop\"]",
        "false; \"aud\":[]",
        "false; \"aud\":\"\"",
        "false; \"aud\":null",
        "false; \"aud\":{\"parley\":true}",
        "false; \"aud\":7",
        "false; \"x\":1",
      })
  void anAudienceIsCheckedWhereOneIsConfigured(boolean accepted, String claim) {
    judge(Verifying.asConfigured(null, "parley"), accepted, claim);
  }

  @Test
  void issuerAndAudienceAreCheckedTogether() {
    Verifying both = Verifying.asConfigured("us", "parley");

    judge(both, true, "\"iss\":\"us\",\"aud\":\"parley\"");
    judge(both, false, "\"iss\":\"us\"");
    judge(both, false, "\"aud\":\"parley\"");
  }

  private static void judge(Verifying verifying, boolean accepted, String claim) {
    String token = HandmadeToken.of(HandmadeToken.claims("," + claim));
    if (accepted) {
      assertThat(verifying.accepts(token).name()).isEqualTo("alice");
    } else {
      verifying.refuses(token);
    }
  }

  private static String ending(long second) {
    return HandmadeToken.of("{\"sub\":\"alice\",\"exp\":" + second + "}");
  }
}
