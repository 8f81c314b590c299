package dev.parley.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Refusal;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands where a token should: one answer, never another failure. */
class HostileTokenTests {

  private static final Verifying VERIFYING = Verifying.at(HandmadeToken.NOW);
  private static final int LONGEST = 16 * 1024;
  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "\"alg\":\"HS256\"",
    "\"sub\":\"a\"",
    "\"exp\":1e9",
    "null",
    "1",
    "-",
    "\\u0000",
    "\\",
    "é",
    "\"crit\":[]",
    "\"b64\":false",
    "\"zip\":\"GZIP\"",
    "\"jwk\":{}"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "...",
        "....",
        "a",
        "a.b",
        "a.b.c",
        "a.b.c.d.e",
        "{}.{}.{}",
        "e30.e30.",
        "e30.e30.e30",
        "Bearer a.b.c",
        "\0.\0.\0",
        "ü.ü.ü",
        "%00",
        "eyJhbGciOiJIUzI1NiJ9..",
      })
  void whatIsNoTokenIsRefused(String text) {
    VERIFYING.refuses(text);
  }

  @Test
  void spaceAroundATokenIsNoPartOfOne() {
    VERIFYING.refuses(" " + HandmadeToken.of(HandmadeToken.claims("")));
    VERIFYING.refuses(HandmadeToken.of(HandmadeToken.claims("")) + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "\"alice\"", "7", "{", "{}{}", "{\"sub\"}", "{\"exp\":}", "\0"})
  void claimsThatAreNoObjectAreRefused(String claims) {
    VERIFYING.refuses(HandmadeToken.of(claims));
  }

  @Test
  void aTokenHas16KibibytesAtMost() {
    int around = HandmadeToken.of(HandmadeToken.claims(",\"x\":\"\"")).length();
    String fill = "a".repeat((LONGEST - around) / 4 * 3 - 3);
    String large = HandmadeToken.of(HandmadeToken.claims(",\"x\":\"" + fill + '"'));
    String tooLarge = HandmadeToken.of(HandmadeToken.claims(",\"x\":\"" + fill + "aaaaaaaaa\""));

    assertThat(large).hasSizeBetween(LONGEST - 8, LONGEST);
    assertThat(tooLarge).hasSizeBetween(LONGEST + 1, LONGEST + 16);
    VERIFYING.accepts(large);
    VERIFYING.refuses(tooLarge);
    VERIFYING.refuses("a".repeat(10_000_000));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1000, 6000})
  void jsonIsNotReadHoweverDeepItGoes(int depth) {
    String array = "[".repeat(depth) + "]".repeat(depth);
    String object = "{\"a\":".repeat(depth / 4) + "1" + "}".repeat(depth / 4);
    byte[] secret = HandmadeToken.SECRET.getBytes(UTF_8);

    VERIFYING.refuses(HandmadeToken.of(array));
    VERIFYING.refuses(HandmadeToken.of(object));
    VERIFYING.refuses(HandmadeToken.of("[".repeat(depth)));
    VERIFYING.refuses(HandmadeToken.unsigned(array, "{}") + "YQ");
    VERIFYING.refuses(HandmadeToken.unsigned("{\"alg\":" + array + "}", "{}") + "YQ");
    VERIFYING.refuses(
        HandmadeToken.hmac(
            "{\"alg\":\"HS256\",\"crit\":" + array + "}", "HmacSHA256", secret, "{\"sub\":1}"));
  }

  @Test
  void deepClaimsOfAnHonestKeyAreRefusedToo() {
    String deep = "[".repeat(2000) + "]".repeat(2000);

    VERIFYING.refuses(HandmadeToken.of(HandmadeToken.claims(",\"x\":" + deep)));
    VERIFYING.refuses(HandmadeToken.of(HandmadeToken.claims(",\"info\":{\"x\":" + deep + "}")));
  }

  @Test
  void garbageInAnyPartIsRefused() {
    byte[] secret = HandmadeToken.SECRET.getBytes(UTF_8);
    for (long seed = 0; seed < 4000; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      String header = random.nextBoolean() ? HandmadeToken.header("HS256") : json(random);
      // No claims made of these pieces have an end after the time of the tests.
      String token = HandmadeToken.hmac(header, "HmacSHA256", secret, json(random));

      assertThat(outcome(token)).as("seed %d", seed).isEqualTo("refused");
    }
  }

  private static String outcome(String token) {
    try {
      return VERIFYING.accepts(token).toString();
    } catch (Refusal refusal) {
      return "refused";
    } catch (RuntimeException failure) {
      return failure.toString();
    }
  }

  private static String json(RandomGenerator random) {
    StringBuilder json = new StringBuilder(random.nextInt(4) == 0 ? "" : "{");
    for (int i = random.nextInt(12); i > 0; i--) {
      json.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return json.append(random.nextInt(4) == 0 ? "" : "}").toString();
  }
}
