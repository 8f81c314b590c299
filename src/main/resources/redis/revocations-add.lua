-- Adds revocations, all or none; one that is there already holds until the later of both times.
--
-- KEYS[1] revocations  zset: kind, colon, name -> until when, epoch ms
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] how many there may be
-- ARGV[3, 5, …] kind, colon, name
-- ARGV[4, 6, …] until when, epoch ms
--
-- Answers {1}, or {0} where there is no room.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)

local last, new = 0, {}
for i = 3, #ARGV, 2 do
  if tonumber(ARGV[i + 1]) > now and not new[ARGV[i]]
    and not redis.call('ZSCORE', KEYS[1], ARGV[i]) then
    new[ARGV[i]] = true
    last = last + 1
  end
end
if last > 0 and redis.call('ZCARD', KEYS[1]) + last > tonumber(ARGV[2]) then
  return {0}
end
for i = 3, #ARGV, 2 do
  if tonumber(ARGV[i + 1]) > now then
    redis.call('ZADD', KEYS[1], 'GT', ARGV[i + 1], ARGV[i])
  end
end
local longest = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
if longest[2] then
  redis.call('PEXPIREAT', KEYS[1], longest[2])
end
return {1}
