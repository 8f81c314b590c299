-- Answers which revocations hold.
--
-- KEYS[1] revocations  as in revocations-add
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] 1 for all of them, 0 for their number
--
-- Answers {number, {kind:name, until, kind:name, until, …}}.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local after = '(' .. string.format('%.0f', now)
local list = {}
if ARGV[2] == '1' then
  list = redis.call('ZRANGEBYSCORE', KEYS[1], after, '+inf', 'WITHSCORES')
end
return {redis.call('ZCOUNT', KEYS[1], after, '+inf'), list}
