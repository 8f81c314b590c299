package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an operator reads when the service does not start for want of a good key. */
@ExtendWith(OutputCaptureExtension.class)
class AuthStartTests {

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(AuthSettings.class)
  static class Verification {

    @Bean
    TokenVerifier tokenVerifier(AuthSettings settings) {
      return TokenVerifiers.from(settings, InstantSource.fixed(HandmadeToken.NOW));
    }
  }

  @Test
  void aKeyOfTheConfigurationIsUsed() {
    try (ConfigurableApplicationContext context =
        application().run("--parley.auth.secret=" + HandmadeToken.SECRET)) {
      TokenVerifier verifier = context.getBean(TokenVerifier.class);

      assertThat(verifier.verify(HandmadeToken.of(HandmadeToken.claims(""))).name())
          .isEqualTo("alice");
    }
  }

  @Test
  void withoutAKeyTheKeyToSetIsNamed(CapturedOutput output) {
    fails();

    assertThat(output).contains("set parley.auth.secret").doesNotContain("\tat ");
  }

  @Test
  void aShortSecretIsNamedAndNotTold(CapturedOutput output) {
    fails("--parley.auth.secret=too-short-a-one");

    assertThat(output)
        .contains("parley.auth.secret must have at least 32 bytes")
        .doesNotContain("\tat ", "too-short-a-one");
  }

  @Test
  void aPublicKeyThatCannotBeReadIsNamed(CapturedOutput output) {
    fails("--parley.auth.public-key=no-such-file.pem");

    assertThat(output).contains("parley.auth.public-key must be").doesNotContain("\tat ");
  }

  @Test
  void aPlaceForKeysThatIsNotSafeIsNamed(CapturedOutput output) {
    fails("--parley.auth.jwks-uri=http://issuer.example.com/keys");

    assertThat(output).contains("parley.auth.jwks-uri must be").doesNotContain("\tat ");
  }

  private static void fails(String... arguments) {
    SpringApplication application = application();
    assertThatException().isThrownBy(() -> application.run(arguments));
  }

  private static SpringApplication application() {
    return new SpringApplicationBuilder(Verification.class).web(WebApplicationType.NONE).build();
  }
}
