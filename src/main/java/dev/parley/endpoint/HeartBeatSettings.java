package dev.parley.endpoint;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often client and service say that they live.
 *
 * @param send how often the service can say so
 * @param receive how often it wants to hear from a client
 * @param ping after how much silence a client that promised nothing gets a WebSocket ping; zero:
 *     never
 */
@ConfigurationProperties("parley.heart-beat")
record HeartBeatSettings(
    @DefaultValue("10s") Duration send,
    @DefaultValue("10s") Duration receive,
    @DefaultValue("20s") Duration ping) {

  HeartBeatSettings {
    require(send, "send");
    require(receive, "receive");
    require(ping, "ping");
  }

  /** As the {@code heart-beat} header has it. */
  String offer() {
    return send.toMillis() + "," + receive.toMillis();
  }

  private static void require(Duration value, String key) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("parley.heart-beat." + key + " must be 0 or more");
    }
  }
}
