package dev.parley.endpoint;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one client may cost; 0 means no limit.
 *
 * @param connectionsPerUser on all nodes together
 * @param connectTimeout from the handshake to a successful CONNECT
 * @param subscriptions of one session
 * @param frameSize of one STOMP frame, headers included
 * @param headers of one frame
 * @param sendBuffer bytes that wait for one client; above it the client is a slow consumer
 * @param sendTimeout for one write
 * @param bufferMemory bytes that wait for all clients of a node together
 * @param transaction frames in one transaction
 * @param idempotencyWindow how long a repeated SEND is recognised; always a time
 */
@ConfigurationProperties("parley.limits")
public record LimitSettings(
    @DefaultValue("64") int connectionsPerUser,
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("256") int subscriptions,
    @DefaultValue("64KB") DataSize frameSize,
    @DefaultValue("64") int headers,
    @DefaultValue("1MB") DataSize sendBuffer,
    @DefaultValue("10s") Duration sendTimeout,
    @DefaultValue("256MB") DataSize bufferMemory,
    @DefaultValue("100") int transaction,
    @DefaultValue("5m") Duration idempotencyWindow) {

  public LimitSettings {
    require(connectionsPerUser >= 0, "connections-per-user", "0 or more");
    require(!connectTimeout.isNegative(), "connect-timeout", "0 or more");
    require(subscriptions >= 0, "subscriptions", "0 or more");
    require(isInt(frameSize), "frame-size", "0 to 1GB");
    require(headers >= 0, "headers", "0 or more");
    require(isInt(sendBuffer), "send-buffer", "0 to 1GB");
    require(!sendTimeout.isNegative(), "send-timeout", "0 or more");
    require(bufferMemory.toBytes() >= 0, "buffer-memory", "0 or more");
    require(transaction >= 0, "transaction", "0 or more");
    require(idempotencyWindow.isPositive(), "idempotency-window", "more than 0");
  }

  public int frameBytes() {
    return (int) frameSize.toBytes();
  }

  public int sendBufferBytes() {
    return (int) sendBuffer.toBytes();
  }

  /** A WebSocket message may be longer than a frame, so that a frame too large gets its code. */
  public long socketBytes() {
    return frameSize.toBytes() == 0 ? 0 : 2 * frameSize.toBytes() + 64 * 1024;
  }

  private static boolean isInt(DataSize size) {
    return size.toBytes() >= 0 && size.toBytes() <= 1 << 30;
  }

  private static void require(boolean holds, String key, String range) {
    if (!holds) {
      throw new IllegalArgumentException("parley.limits." + key + " must be " + range);
    }
  }
}
