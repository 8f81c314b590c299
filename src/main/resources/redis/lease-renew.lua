-- Takes or renews the lease of a node under its name. A lease that ran out is never renewed. After
-- primary.
--
-- KEYS[1] leases  sorted set: node name -> when its lease runs out, in ms of this Redis' clock; a
--                 name stays until what it left behind is swept
-- KEYS[2] nodes   hash: node name -> since when its lease is unbroken, a blank, identity
-- ARGV[1] as in primary.lua
-- ARGV[2] node name
-- ARGV[3] ms for which it holds
-- ARGV[4] 'take' or 'renew'
--
-- Answers {1} if the node has the lease; {0} if it is lost, or the primary another one, which may not
-- know all that the node wrote.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = now + tonumber(ARGV[3])
local held = redis.call('ZSCORE', KEYS[1], ARGV[2])
if ARGV[4] == 'take' and not held then
  redis.call('ZADD', KEYS[1], string.format('%.0f', ends), ARGV[2])
  redis.call('HSET', KEYS[2], ARGV[2], string.format('%.0f', now) .. ' ' .. identity)
  return {1}
end
local known = redis.call('HGET', KEYS[2], ARGV[2])
if not held or not known or tonumber(held) <= now then
  return {0}
end
local since, by = known:match('^(%d+) (.*)$')
if not is_whole(by) then
  return {0}
end
redis.call('ZADD', KEYS[1], string.format('%.0f', ends), ARGV[2])
if tonumber(held) - now < tonumber(ARGV[3]) / 2 then
  -- Overdue: this Redis may have been paused, and the others' leases with it.
  since = string.format('%.0f', now)
end
redis.call('HSET', KEYS[2], ARGV[2], since .. ' ' .. identity)
return {1}
