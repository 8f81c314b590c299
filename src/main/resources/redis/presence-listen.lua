-- Notes that a node wants the messages of a channel's feed from now on. After primary.
--
-- KEYS[1] feed   as in presence-change
-- KEYS[2] nodes  set: names of the nodes that listen
-- ARGV[1] as in primary.lua
-- ARGV[2] epoch, should a new one be needed
-- ARGV[3] node name
--
-- Answers {epoch, number}: the last message before. A feed begins where no feed of this channel has
-- been, at the microseconds of the clock, so that nothing has to be kept when it ends.

redis.call('SADD', KEYS[2], ARGV[3])
local feed = redis.call('HMGET', KEYS[1], 'epoch', 'number', 'identity')
if feed[1] and is_whole(feed[3]) then
  redis.call('HSET', KEYS[1], 'identity', identity)
  return {feed[1], tonumber(feed[2])}
end
local time = redis.call('TIME')
local number = math.max(tonumber(feed[2] or 0), time[1] * 1000000 + time[2])
redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'number', string.format('%.0f', number),
  'identity', identity)
return {ARGV[2], number}
