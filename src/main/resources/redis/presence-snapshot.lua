-- Answers who is in a channel, and with which message of its feed that agrees. After
-- presence-members.
--
-- KEYS[1] members  as in presence-change
-- KEYS[2] feed     as in presence-change
-- ARGV[1] identity of this primary
-- ARGV[2] epoch of a feed that nobody listens to
-- ARGV[3] above so many members only their number is told; 0: no limit
--
-- Answers {epoch, number, at, total, {user, since, order, sessions, member}, …}

local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local feed = redis.call('HMGET', KEYS[2], 'epoch', 'number', 'at')
local total = redis.call('HLEN', KEYS[1])
local limit = tonumber(ARGV[3])
local answer = {
  feed[1] or ARGV[2],
  tonumber(feed[2] or micros),
  math.max(tonumber(feed[3] or 0), math.floor(micros / 1000)),
  total
}
if limit > 0 and total > limit then
  return answer
end
add_members(KEYS[1], answer)
return answer
