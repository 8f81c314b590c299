package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an operator reads when a certificate is not where the configuration says. */
@ExtendWith(OutputCaptureExtension.class)
class CertificateStartTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pem.front.keystore.certificate",
        "pem.front.truststore.certificate",
        "jks.front.keystore.location"
      })
  void whatIsMissingIsToldInOneSentence(String key, CapturedOutput output) {
    assertThatException()
        .isThrownBy(
            () ->
                SpringApplication.run(
                    ParleyApplication.class,
                    "--server.port=0",
                    "--parley.socket.port=-1",
                    "--parley.auth.secret=0123456789abcdef0123456789abcdef",
                    "--spring.ssl.bundle." + key + "=file:/nowhere/certificate"));

    assertThat(output)
        .contains("A bundle of spring.ssl.bundle cannot be used: /nowhere/certificate (No such")
        .doesNotContain("\tat ");
  }
}
