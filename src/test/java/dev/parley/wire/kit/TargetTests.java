package dev.parley.wire.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTests {

  private static final Target STARTED = Target.of(Door.SPRING, "http://localhost:1", "started");

  @Test
  void propertiesNameAServiceThatRuns() {
    Map<String, String> given = Map.of("parley.url", "http://host:80/p/", "parley.secret", "s");

    Target target = Target.named(given::get).orElseThrow();

    assertThat(target.at(Door.SPRING)).isEqualTo(URI.create("http://host:80/p/"));
    assertThat(target.tokens().secret()).isEqualTo("s");
  }

  @Test
  void withoutPropertiesNothingIsNamed() {
    assertThat(Target.named(name -> null)).isEmpty();
  }

  @Test
  void aServiceStartedHereServesWhereNoneIsNamed() {
    Target.startedBy(() -> STARTED);

    assertThat(Target.current()).isEqualTo(Target.named().orElse(STARTED));
  }

  @Test
  void aTargetKnowsItsDoors() {
    assertThat(STARTED.at(Door.SPRING)).isEqualTo(URI.create("http://localhost:1"));
    assertThat(Door.SPRING.transports()).containsExactlyInAnyOrder(Transport.values());
    assertThat(Door.FAST.transports()).containsExactly(Transport.WEBSOCKET);
  }

  @Test
  void theEndpointLiesUnderTheBase() {
    assertThat(Transport.endpoint(URI.create("http://h:1/"))).hasToString("http://h:1/ws");
    assertThat(Transport.endpoint(URI.create("http://h:1/p"))).hasToString("http://h:1/p/ws");
  }
}
