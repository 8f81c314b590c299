package dev.parley.store;

import static dev.parley.store.TestLog.answer;

import dev.parley.protocol.ChannelName;
import dev.parley.redis.Redis;
import dev.parley.redis.RedisKeys;
import dev.parley.redis.Script;
import dev.parley.redis.TestScripts;
import java.time.Duration;
import java.util.List;

/**
 * Makes what a channel has older, or younger: nobody can set the clock of a Redis, but what a clock
 * has written can be moved, times and expiry alike.
 */
final class Ageing {

  private static final Script AGE =
      TestScripts.ofText(
          "age",
          """
          local by = tonumber(ARGV[3])
          for _, key in ipairs(redis.call('KEYS', ARGV[2] .. '*')) do
            local left = redis.call('PTTL', key)
            if left > 0 and left <= by then
              redis.call('DEL', key)
            elseif redis.call('TYPE', key).ok == 'stream' then
              local entries = redis.call('XRANGE', key, '-', '+')
              redis.call('DEL', key)
              for _, entry in ipairs(entries) do
                redis.call('XADD', key, entry[1],
                  't', string.format('%.0f', entry[2][2] - by), 'm', entry[2][4])
              end
            elseif redis.call('TYPE', key).ok == 'hash' then
              redis.call('HINCRBY', key, 't', -by)
              if tonumber(redis.call('HGET', key, 'x') or 0) > 0 then
                redis.call('HINCRBY', key, 'x', -by)
              end
            end
            if left > by then
              redis.call('PEXPIRE', key, left - by)
            end
          end
          return {}
          """);

  private static final Script COUNT =
      TestScripts.ofText("count", "return {#redis.call('KEYS', ARGV[2] .. '*')}");

  private final Redis redis;
  private final RedisKeys keys;

  Ageing(Redis redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  void age(ChannelName channel, Duration by) {
    byte[] all = keys.of(channel.toString(), "");
    answer(redis.run(AGE, List.of(all), all, RedisKeys.bytes(by.toMillis())));
  }

  boolean hasKeys(ChannelName channel) {
    byte[] all = keys.of(channel.toString(), "");
    return answer(redis.run(COUNT, List.of(all), all)).number(0) > 0;
  }
}
