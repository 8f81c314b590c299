package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.wire.kit.Cast;
import dev.parley.wire.kit.Door;
import dev.parley.wire.kit.Person;
import dev.parley.wire.kit.Scrape;
import dev.parley.wire.kit.StompClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every figure of a node is there, and moves when and as far as it should: no more, no less. */
@Timeout(120)
class MetricsIT {

  @RegisterExtension
  static final Stage stage =
      Stage.with("--parley.limits.buffer-memory=100MB", "--parley.limits.connections=1234");

  private static URI node() {
    return stage.target().at(Door.SPRING);
  }

  private static Change change() {
    return Change.of(node());
  }

  @Test
  void everyMetricHasItsNameAndType() {
    Map<String, String> types = Scrape.of(node()).types();

    assertThat(types)
        .containsEntry("parley_connections", "gauge")
        .containsEntry("parley_connections_limit", "gauge")
        .containsEntry("parley_connects_total", "counter")
        .containsEntry("parley_disconnects_total", "counter")
        .containsEntry("parley_subscriptions", "gauge")
        .containsEntry("parley_channels", "gauge")
        .containsEntry("parley_published_total", "counter")
        .containsEntry("parley_delivered_total", "counter")
        .containsEntry("parley_publish_seconds", "histogram")
        .containsEntry("parley_delivery_seconds", "histogram")
        .containsEntry("parley_replayed_total", "counter")
        .containsEntry("parley_gaps_repaired_total", "counter")
        .containsEntry("parley_send_buffer_bytes", "gauge")
        .containsEntry("parley_send_buffer_limit_bytes", "gauge")
        .containsEntry("parley_slow_consumers_total", "counter")
        .containsEntry("parley_refused_total", "counter")
        .containsEntry("parley_relay_connected", "gauge")
        .containsEntry("parley_store_connected", "gauge")
        .containsEntry("parley_presence_members", "gauge")
        .containsEntry("parley_ready", "gauge");
  }

  @Test
  void aNodeThatIsWellSaysSo() {
    Scrape now = Scrape.of(node());

    assertThat(now.value("parley_ready")).isEqualTo(1);
    assertThat(now.value("parley_store_connected")).isEqualTo(1);
    assertThat(now.value("parley_relay_connected")).isEqualTo(1);
    assertThat(now.value("parley_connections_limit")).isEqualTo(1234);
    assertThat(now.value("parley_send_buffer_limit_bytes")).isEqualTo(100 * 1024 * 1024);
  }

  @Test
  void timesHaveTheSameStepsOnEveryNode() {
    Scrape now = Scrape.of(node());

    for (String timer : List.of("parley_publish_seconds", "parley_delivery_seconds")) {
      assertThat(now.series(timer + "_bucket"))
          .extracting(series -> Scrape.labelsOf(series).get("le"))
          .containsExactly(
              "0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1.0", "2.0",
              "5.0", "10.0", "+Inf");
      assertThat(now.series(timer)).as("quantiles of one node").isEmpty();
    }
  }

  @EveryWay
  void whoComesAndGoesIsCounted(Way way) {
    Change all = change();
    StompClient client = stage.client(way);
    all.is(
        Map.of("connections", 1.0, "connects_total{outcome=\"connected\"}", 1.0), Change::isExact);

    client.disconnect();
    all.is(
        Map.of(
            "connects_total{outcome=\"connected\"}",
            1.0,
            "disconnects_total{reason=\"closed\"}",
            1.0),
        Change::isExact);
  }

  @EveryWay
  void whoIsNotLetInIsCounted(Way way) {
    Change all = change();
    stage.stranger(way).connect("no.real.token");
    all.is(
        Map.of(
            "connects_total{outcome=\"bad-token\"}",
            1.0,
            "disconnects_total{reason=\"bad-token\"}",
            1.0,
            "refused_total{code=\"bad-token\"}",
            1.0),
        Change::isExact);
  }

  @EveryWay
  void subscriptionsChannelsAndMembersAreCounted(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    Person again = cast.another(alice);
    Change all = change();

    alice.joins(cast.room("rooms.a"));
    alice.joins(cast.room("rooms.b"));
    alice.joins(cast.room("typing.a"));
    again.joins(cast.room("rooms.a"));
    alice.listensForRefusals();
    all.is(Map.of("subscriptions", 5.0, "channels", 3.0, "presence_members", 2.0), Change::isExact);

    alice.leaves(cast.room("rooms.a"));
    alice.leaves(cast.room("typing.a"));
    all.is(Map.of("subscriptions", 3.0, "channels", 2.0, "presence_members", 2.0), Change::isExact);

    again.leaves(cast.room("rooms.a"));
    alice.leaves(cast.room("rooms.b"));
    alice.client().unsubscribe("refusals");
    all.is(Map.of(), Change::isExact);
  }

  @EveryWay
  void noTagHasAUserAChannelOrAnAddress(Way way) {
    Cast cast = stage.cast(way);
    Person alice = cast.person("alice");
    alice.joins(cast.room("rooms.a"));
    alice.says(cast.room("rooms.a"), "hello");
    alice.hears("hello");

    Set<String> tags = new TreeSet<>();
    Set<String> values = new TreeSet<>();
    String own = cast.room("");
    for (String series : Scrape.of(node()).samples().keySet()) {
      assertThat(series).doesNotContain(own, "127.0.0.1");
      if (series.startsWith("parley_")) {
        tags.addAll(Scrape.labelsOf(series).keySet());
        values.addAll(Scrape.labelsOf(series).values());
      }
    }
    assertThat(tags).containsExactly("code", "le", "outcome", "reason");
    assertThat(values).allMatch(value -> value.matches("[a-z-]+|[0-9.]+|\\+Inf"));
  }
}
