package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.ManualClock;
import dev.parley.protocol.Refusal;
import dev.parley.protocol.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is kept out, and for how long. */
class RevocationsTests {

  private static final String ALICE = HandmadeToken.of(HandmadeToken.claims(",\"jti\":\"t1\""));

  private final ManualClock clock = new ManualClock();
  private final Instant begin = clock.instant();
  private final Revocations revocations = new Revocations(clock);
  private final TokenVerifier verifier =
      new RevocableTokens(
          TokenVerifiers.from(
              new AuthSettings(HandmadeToken.SECRET, null, null, null, null, null), clock),
          revocations);

  @Test
  void aUserIsKeptOutUntilTheTime() {
    revocations.add(Revocation.ofUser("alice", begin.plusSeconds(10)));
    isRevoked();

    clock.pass(Duration.ofMillis(9_999));
    isRevoked();
    clock.pass(Duration.ofMillis(1));
    assertThat(verifier.verify(ALICE).name()).isEqualTo("alice");
    assertThat(revocations.all()).isEmpty();
  }

  @Test
  void aTokenIsKeptOutAndNoOtherOfTheUser() {
    revocations.add(Revocation.ofToken("t1", begin.plusSeconds(10)));

    isRevoked();
    String other = HandmadeToken.of(HandmadeToken.claims(",\"jti\":\"t2\""));
    assertThat(verifier.verify(other).name()).isEqualTo("alice");
    assertThat(verifier.verify(HandmadeToken.of(HandmadeToken.claims(""))).name())
        .isEqualTo("alice");
  }

  @Test
  void aUserIsNoTokenAndATokenNoUser() {
    revocations.add(Revocation.ofToken("alice", begin.plusSeconds(10)));
    revocations.add(Revocation.ofUser("t1", begin.plusSeconds(10)));
    revocations.add(Revocation.ofUser("alicf", begin.plusSeconds(10)));

    assertThat(verifier.verify(ALICE).name()).isEqualTo("alice");
  }

  @Test
  void theLongerOfTwoCounts() {
    revocations.add(Revocation.ofUser("alice", begin.plusSeconds(10)));
    revocations.add(Revocation.ofUser("alice", begin.plusSeconds(5)));

    assertThat(revocations.all())
        .containsExactly(Revocation.ofUser("alice", begin.plusSeconds(10)));
  }

  @Test
  void whatIsOverIsNotKept() {
    revocations.add(Revocation.ofUser("alice", begin));
    assertThat(revocations.size()).isZero();

    revocations.add(Revocation.ofUser("alice", begin.plusSeconds(1)));
    clock.pass(Duration.ofSeconds(2));
    revocations.add(Revocation.ofUser("bob", begin.plusSeconds(10)));
    assertThat(revocations.size()).isEqualTo(1);
  }

  /** Whoever tries tokens out learns nothing about what was revoked. */
  @Test
  void aForgedTokenIsNotToldThatItWasRevoked() {
    revocations.add(Revocation.ofUser("alice", begin.plusSeconds(10)));
    String forged =
        HandmadeToken.hmac(
            "HS256", "another secret of more than 32 bytes", HandmadeToken.claims(""));

    refuses(forged, RefusalCode.BAD_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\u0000", "\ud800"})
  void whatNoTokenCanHaveIsNotRevoked(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Revocation.ofToken(name, begin));
    assertThatIllegalArgumentException().isThrownBy(() -> Revocation.ofUser(name, begin));
  }

  @Test
  void namesHaveAnEnd() {
    assertThat(Revocation.ofToken("x".repeat(255), begin).name()).hasSize(255);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Revocation.ofToken("x".repeat(256), begin));
    assertThatIllegalArgumentException().isThrownBy(() -> Revocation.ofUser("server", begin));
  }

  private void isRevoked() {
    refuses(ALICE, RefusalCode.TOKEN_REVOKED);
  }

  private void refuses(String token, RefusalCode code) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> verifier.verify(token))
        .extracting(Refusal::code)
        .isEqualTo(code);
  }
}
