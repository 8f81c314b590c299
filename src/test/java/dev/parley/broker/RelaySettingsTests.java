package dev.parley.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RelaySettingsTests {

  @Test
  void withoutAnythingItIsTheBrokerOfThisHost() {
    RelaySettings settings = settings(Map.of());

    assertThat(settings.targets()).containsExactly(new RelaySettings.Target("127.0.0.1", 61613));
    assertThat(settings.connections()).isEqualTo(2);
    assertThat(settings.encrypted()).isFalse();
    assertThat(settings.whereKey("port")).isEqualTo("parley.relay.port");
  }

  @Test
  void addressesCountInsteadOfHostAndPort() {
    RelaySettings settings = settings(Map.of("addresses", "a:1, [::1]:2", "host", "b"));

    assertThat(settings.targets())
        .containsExactly(new RelaySettings.Target("a", 1), new RelaySettings.Target("::1", 2));
    assertThat(settings.whereKey("port")).isEqualTo("parley.relay.addresses");
  }

  @ParameterizedTest
  @CsvSource({"true, ''", "broker, broker", "false, ''"})
  void sslIsOnOffOrABundle(String ssl, String bundle) {
    RelaySettings settings = settings(Map.of("ssl", ssl));

    assertThat(settings.encrypted()).isEqualTo(!ssl.equals("false"));
    assertThat(settings.bundle().orElse("")).isEqualTo(bundle);
  }

  @Test
  void keepsThePasscodeToItself() {
    RelaySettings settings = settings(Map.of("login", "bob", "passcode", "hunter2"));

    assertThat(settings.toString()).contains("bob").doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "host, ''",
    "port, 0",
    "port, 65536",
    "addresses, a",
    "addresses, a:0",
    "addresses, :1",
    "addresses, a:x",
    "addresses, a:99999999999",
    "login, bob",
    "passcode, secret",
    "ssl, ''",
    "connections, 0",
    "connections, 17",
  })
  void namesTheKeyThatIsWrong(String key, String value) {
    assertThatThrownBy(() -> settings(Map.of(key, value)))
        .rootCause()
        .hasMessageStartingWith("parley.relay." + (key.equals("passcode") ? "login" : key));
  }

  @Test
  void refusesWhatWouldBeAHeaderOfItsOwn() {
    assertThatThrownBy(() -> settings(Map.of("virtual-host", "/\nlogin:guest")))
        .rootCause()
        .hasMessage("parley.relay.virtual-host must be one line");
  }

  private static RelaySettings settings(Map<String, String> keys) {
    MapConfigurationPropertySource source = new MapConfigurationPropertySource();
    keys.forEach((key, value) -> source.put("parley.relay." + key, value));
    return new Binder(source).bindOrCreate("parley.relay", RelaySettings.class);
  }
}
