package dev.parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTests {

  /** The table of the contract, section 5: code, whether it ends the connection, close code. */
  @ParameterizedTest
  @CsvSource({
    "bad-frame, true, 4400",
    "too-large, true, 4400",
    "bad-token, true, 4401",
    "token-expired, true, 4401",
    "token-revoked, true, 4401",
    "connect-timeout, true, 4401",
    "kicked, true, 4403",
    "idle, true, 4408",
    "too-many-connections, true, 4429",
    "flooding, true, 4429",
    "slow-consumer, true, 1013",
    "restarting, true, 1012",
    "bad-destination, false, 4400",
    "unknown-namespace, false, 4400",
    "forbidden, false, 4400",
    "channel-full, false, 4400",
    "too-many-subscriptions, false, 4400",
    "rate-limited, false, 1013",
    "unsubscribed, false, 4400",
    "bad-header, false, 4400",
    "unavailable, false, 1013",
  })
  void everyCodeSaysHowItEnds(String wire, boolean ends, int closeCode) {
    RefusalCode code =
        Arrays.stream(RefusalCode.values())
            .filter(each -> each.wire().equals(wire))
            .findFirst()
            .orElseThrow();

    assertThat(code.ends()).isEqualTo(ends);
    assertThat(code.closeCode()).isEqualTo(closeCode);
    assertThat(code.sentence()).endsWith(".");
  }

  @Test
  void thereIsNoOtherCode() {
    assertThat(RefusalCode.values()).hasSize(21);
  }

  @Test
  void anErrorSaysWhatAndWhy() {
    Refusal refusal = new Refusal(RefusalCode.RATE_LIMITED, 250);
    OutFrame frame = RefusalFrames.error(StompVersion.V1_2, refusal, Optional.of("r:1"));

    assertThat(new String(frame.bytes(), UTF_8))
        .isEqualTo(
            "ERROR\ncode:rate-limited\nmessage:Too many messages; slow down.\n"
                + "retry-after-ms:250\nreceipt-id:r\\c1\n\n\0");
  }

  @Test
  void aProblemQuotesWhatTheClientSent() {
    byte[] json =
        RefusalFrames.problem(
            new Refusal(RefusalCode.FORBIDDEN),
            new RefusalFrames.Refused(
                Optional.of("\"\\\n\u0001"), Optional.empty(), Optional.of("0")));

    assertThat(json)
        .asString(UTF_8)
        .isEqualTo(
            "{\"title\":\"The token does not allow this.\",\"code\":\"forbidden\","
                + "\"destination\":\"\\\"\\\\\\n\\u0001\",\"subscription\":\"0\"}");
  }

  @Test
  void aRefusalCostsNoStackTrace() {
    assertThat(new Refusal(RefusalCode.BAD_FRAME).getStackTrace()).isEmpty();
  }
}
