package dev.parley.endpoint;

import static dev.parley.endpoint.ClientFrames.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.RefusalCode;
import dev.parley.protocol.StompVersion;
import dev.parley.session.RecordingConnection;
import dev.parley.session.TestSessions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartBeatOfferTests {

  @Test
  void clientThatSaysNothingPromisesNothing() {
    assertThat(HeartBeatOffer.parse(Optional.empty()))
        .isEqualTo(new HeartBeatOffer(Duration.ZERO, Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,0 | 0 | 0",
        "10000,4000 | 10000 | 4000",
        "' 1 , 2 ' | 1 | 2",
        "999999999,0 | 999999999 | 0"
      })
  void offerIsTwoNumbersOfMilliseconds(String header, long promises, long wants) {
    assertThat(HeartBeatOffer.parse(Optional.of(header)))
        .isEqualTo(new HeartBeatOffer(Duration.ofMillis(promises), Duration.ofMillis(wants)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "1",
        "1,",
        ",1",
        "1,2,3",
        "-1,0",
        "+1,0",
        "1.5,0",
        "a,b",
        "1;2",
        "٣,0",
        "1000000000,0",
        "99999999999999999999,0"
      })
  void anythingElseIsABadFrame(String header) {
    assertRefused(RefusalCode.BAD_FRAME, () -> HeartBeatOffer.parse(Optional.of(header)));
  }

  /** STOMP 1.2: the slower of what one can and the other wants; never, where either is zero. */
  @ParameterizedTest
  @CsvSource({
    // we can, client wants, we will
    "10000, 4000, 10000",
    "10000, 30000, 30000",
    "10000, 10000, 10000",
    "10000, 0, 0",
    "0, 10000, 0",
    "0, 0, 0",
  })
  void serviceSendsAsOftenAsBothAgree(long can, long wants, long will) {
    RecordingConnection connection = new RecordingConnection();
    HeartBeatOffer offer = new HeartBeatOffer(Duration.ZERO, Duration.ofMillis(wants));

    offer.agree(
        TestSessions.connected(connection, "alice", StompVersion.V1_2),
        new HeartBeatSettings(Duration.ofMillis(can), Duration.ZERO, Duration.ZERO));

    if (will == 0) {
      assertThat(connection.hears()).isEmpty();
    } else {
      assertThat(connection.hears()).containsExactly(Duration.ofMillis(will));
    }
  }

  @Test
  void whatTheServiceOffersIsWhatItsSettingsSay() {
    HeartBeatSettings settings =
        new HeartBeatSettings(Duration.ofSeconds(10), Duration.ofMillis(1500), Duration.ZERO);

    assertThat(settings.offer()).isEqualTo("10000,1500");
  }
}
