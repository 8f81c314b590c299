package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What a node makes of what somebody has configured about its cluster. */
class ClusterSettingsTests {

  @Test
  void nothingSaidIsOneNodeAlone() {
    ClusterSettings settings = cluster(Map.of());

    assertThat(settings.store().type()).isEqualTo(ClusterSettings.StoreType.MEMORY);
    assertThat(settings.store().prefix()).isEqualTo("parley");
    assertThat(settings.broker().type()).isEqualTo(ClusterSettings.BrokerType.LOCAL);
  }

  @ParameterizedTest
  @CsvSource({"redis", "relay"})
  void brokerWithoutSharedStoreIsRefused(String broker) {
    assertThatThrownBy(() -> cluster(Map.of("parley.broker.type", broker)))
        .rootCause()
        .isInstanceOf(ClusterSettings.WrongCombination.class)
        .hasMessageContaining("parley.broker.type=" + broker)
        .hasMessageContaining("parley.store.type=redis");
  }

  @ParameterizedTest
  @CsvSource({
    "parley.store.prefix, 'a b'",
    "parley.store.prefix, '{x}'",
    "parley.store.type, postgres",
    "parley.broker.type, kafka",
    "parley.node-id, a~b",
  })
  void valueThatCannotBeNamesItsKey(String key, String value) {
    assertThatThrownBy(() -> cluster(Map.of(key, value)))
        .satisfies(failure -> assertThat(story(failure)).contains(key));
  }

  @Test
  void nodeIsNamedAfterItsHostUnlessTold() {
    Map<String, String> pod = Map.of("HOSTNAME", "parley-7d9f:2");

    assertThat(cluster(Map.of()).nodeIdOr(pod)).isEqualTo("parley-7d9f-2");
    assertThat(cluster(Map.of("parley.node-id", "east-1")).nodeIdOr(pod)).isEqualTo("east-1");
    assertThat(cluster(Map.of()).nodeIdOr(Map.of())).matches("[A-Za-z0-9._-]{1,64}");
  }

  private static ClusterSettings cluster(Map<String, String> keys) {
    return binder(keys).bindOrCreate("parley", Bindable.of(ClusterSettings.class));
  }

  private static Binder binder(Map<String, String> keys) {
    return new Binder(new MapConfigurationPropertySource(keys));
  }

  private static String story(Throwable failure) {
    StringBuilder story = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      story.append(cause.getMessage()).append('\n');
    }
    return story.toString();
  }
}
