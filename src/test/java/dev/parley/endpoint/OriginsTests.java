package dev.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTests {

  private static final Origins SAME_HOST = new Origins(List.of());

  @ParameterizedTest
  @CsvSource({
    "https://chat.example.com,       chat.example.com",
    "https://chat.example.com,       chat.example.com:8443",
    "http://chat.example.com:3000,   chat.example.com:8090",
    "https://CHAT.example.com,       chat.Example.COM",
    "http://127.0.0.1:8080,          127.0.0.1:8090",
    "http://[::1]:8080,              [::1]:8090",
    "http://[2001:db8::1],           [2001:DB8::1]:443",
    "http://localhost,               localhost",
    "http://my_app:8080,             my_app",
  })
  void pageOfTheSameHostMayConnectWhateverItsSchemeAndPort(String origin, String host) {
    assertThat(SAME_HOST.allow(origin, host)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "*,                      true",
    "https://*,              true",
    "http://*,               true",
    "https://*.example.com,  false",
    "https://a.example.com,  false",
  })
  void aPatternMayBeForEveryPage(String pattern, boolean any) {
    assertThat(new Origins(List.of(pattern)).allowsAny()).isEqualTo(any);
    assertThat(SAME_HOST.allowsAny()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example,                      chat.example.com",
    "https://chat.example.com.evil.example,     chat.example.com",
    "https://evilchat.example.com,              chat.example.com",
    "https://example.com,                       chat.example.com",
    "https://chat.example.com@evil.example,     chat.example.com",
    "https://evil.example/#@chat.example.com,   chat.example.com",
    "https://evil.example\\@chat.example.com,   chat.example.com",
    "http://[::2],                              [::1]:8090",
    "https://my_app@evil.example,               my_app",
    "http://my_app.evil.example,                my_app",
    "null,                                      chat.example.com",
    "null,                                      null",
    "chat.example.com,                          chat.example.com",
    "//,                                        chat.example.com",
    "https://,                                  chat.example.com",
    "file:///etc/passwd,                        chat.example.com",
    "%%%,                                       chat.example.com",
    "'https://chat.example.com https://a.b',    chat.example.com",
    "'',                                        chat.example.com",
    "'',                                        ''",
    "https://chat.example.com,                  ''",
    "https://chat.example.com,                  ///",
  })
  void otherPagesAndGarbageMayNot(String origin, String host) {
    assertThat(SAME_HOST.allow(origin, host)).isFalse();
  }

  @Test
  void pageMayNotConnectWhereNobodyKnowsTheHost() {
    assertThat(SAME_HOST.allow("https://chat.example.com", null)).isFalse();
  }

  @Test
  void whoIsNoPageHasNoOrigin() {
    assertThat(SAME_HOST.allow(null, "chat.example.com")).isTrue();
    assertThat(new Origins(List.of("https://app.example.com")).allow(null, null)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com,        true",
    "https://app.example.com:8443,   false",
    "http://app.example.com,         false",
    "https://a.sub.example.org,      true",
    "https://sub.example.org,        true",
    "https://example.org,            false",
    "https://example.org.evil.com,   false",
    "http://localhost:3000,          true",
    "http://localhost:4000,          true",
    "https://chat.example.com,       false",
    "null,                           false",
    "garbage,                        false",
  })
  void whereOriginsAreConfiguredOnlyTheseMayConnect(String origin, boolean allowed) {
    Origins origins =
        new Origins(
            List.of(
                "https://app.example.com",
                "https://*.example.org",
                "http://localhost:[3000,4000]"));

    assertThat(origins.allow(origin, "chat.example.com")).isEqualTo(allowed);
  }
}
