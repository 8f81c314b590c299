-- Takes back that a node listens.
--
-- KEYS as in channel.lua
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] name of the node
--
-- Answers {1 if it was noted, or else 0}.

local kept = redis.call('HGET', KEYS[1], 'k')
local left = redis.call('SREM', KEYS[3], ARGV[2])
if left == 1 and redis.call('EXISTS', KEYS[3]) == 0 then
  redis.call('DEL', KEYS[4])
  if kept and tonumber(kept) > 0 then
    redis.call('PEXPIRE', KEYS[1], kept)
  end
end
return {left}
