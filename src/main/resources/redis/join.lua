-- Notes that a node listens, and says where a subscription stands.
--
-- KEYS and ARGV[1] to ARGV[5] as in channel.lua
-- ARGV[6] name of the node
-- ARGV[7] where it begins: "now", "last" or "after"
-- ARGV[8] last: how many messages; after: the number
-- ARGV[9] after: the epoch
--
-- Answers {epoch, last number, number after which it begins, 1 if nothing is missing or else 0}.

local state = channel()
redis.call('XLEN', KEYS[2])

if redis.call('SADD', KEYS[3], ARGV[6]) == 1 and not state.absent then
  -- It is not forgotten while somebody listens.
  redis.call('PERSIST', KEYS[1])
end
if state.absent and not state.pinned then
  redis.call('SET', KEYS[4], identity .. ' ' .. state.epoch)
end
keep_turn(state)

if ARGV[7] == 'now' then
  return {state.epoch, state.number, state.number, 1}
end
local before = state.absent and 0 or before_oldest(state)
local number = tonumber(ARGV[8])
if ARGV[7] == 'last' then
  return {state.epoch, state.number, math.max(before, state.number - number), 1}
end
local last = last_of(state, ARGV[9])
if last and number <= last then
  return {state.epoch, state.number, math.max(before, number), number >= before and 1 or 0}
end
if last and ARGV[9] ~= state.epoch then
  -- Up to there the client has seen the same messages as are here.
  return {state.epoch, state.number, math.max(before, last), 0}
end
return {state.epoch, state.number, before, 0}
