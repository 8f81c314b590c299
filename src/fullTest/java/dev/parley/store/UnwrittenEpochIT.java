package dev.parley.store;

import static dev.parley.store.TestLog.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.channel.Retention;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Script;
import dev.parley.redis.TestScripts;
import dev.parley.redis.kit.RedisServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The name of a channel's beginning while nothing was published, by another clock than Redis's. */
class UnwrittenEpochIT {

  /** {@code channel.lua} as it is, after {@code primary.lua}, told another time. */
  private static final Script EPOCH =
      TestScripts.ofText(
          "epoch",
          read("/redis/primary.lua")
              + """
              local real = redis
              local redis = {sha1hex = real.sha1hex, call = function(name, ...)
                if name == 'TIME' then return {ARGV[#ARGV], '0'} end
                return real.call(name, ...)
              end}
              """
              + read("/redis/channel.lua")
              + "return {channel().epoch}");

  private static final long MONDAY = 1_700_000_000L / 604_800 * 604_800;
  private static final long DAY = Duration.ofDays(1).toSeconds();

  private final RedisServer server = RedisServer.start();
  private final Stores node = Stores.connect(server.settings()).awaitConnected();

  @AfterEach
  void close() {
    node.close();
    server.close();
  }

  @Test
  void isTheSameForAWeekAndForAllWhoAsk() {
    String epoch = epochAt(MONDAY);
    assertThat(epoch).matches("[0-9a-f]{16}");
    assertThat(epochAt(MONDAY + 7 * DAY - 1)).isEqualTo(epoch);
  }

  @Test
  void isAnotherOnceAChannelMayHaveBeenForgotten() {
    assertThat(epochAt(MONDAY + 7 * DAY)).isNotEqualTo(epochAt(MONDAY));
    // A channel is remembered for longer than a week, so that no two have met in one.
    assertThat(epochAt(MONDAY + 8 * DAY)).isNotEqualTo(epochAt(MONDAY + DAY));
  }

  @Test
  void isAnotherAfterAFlush() {
    String epoch = epochAt(MONDAY);
    server.cli("FLUSHALL");
    assertThat(epochAt(MONDAY)).isNotEqualTo(epoch);
  }

  @Test
  void isTheSameWhenRedisGetsItsFirstReplica() {
    String epoch = epochAt(MONDAY);
    String id = server.info("master_replid");
    try (RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1", "" + server.port())) {
      await().until(() -> replica.info("master_link_status").equals("up"));
      assertThat(server.info("master_replid")).isNotEqualTo(id);
      assertThat(epochAt(MONDAY)).isEqualTo(epoch);
    }
  }

  private String epochAt(long seconds) {
    List<byte[]> args = RedisLog.args(new Retention(1, Duration.ZERO), false);
    args.add(RedisKeys.bytes(seconds));
    List<byte[]> keys = RedisLog.keys(new RedisKeys("parley"), "rooms.quiet");
    return answer(node.redis().run(EPOCH, keys, args.toArray(byte[][]::new))).text(0);
  }

  private static String read(String path) {
    try (InputStream in =
        Objects.requireNonNull(UnwrittenEpochIT.class.getResourceAsStream(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
