-- Reads messages that are retained.
--
-- KEYS and ARGV[1] to ARGV[5] as in channel.lua
-- ARGV[6] at most so many
-- ARGV[7] which: "after" a number, "before" an id, or "newest"
-- ARGV[8] after and before: the number
-- ARGV[9] before: the epoch
--
-- Answers {epoch, last number, 1 if there are more in this direction or else 0,
-- number, time, message, number, time, message...}, the oldest first.

local state = channel()
local limit = tonumber(ARGV[6])
redis.call('XLEN', KEYS[2])
keep_turn(state)

local before = state.absent and state.number or before_oldest(state)
local from, to, more
if ARGV[7] == 'after' then
  from = math.max(tonumber(ARGV[8]), before) + 1
  to = math.min(state.number, from + limit - 1)
  more = to < state.number
else
  to = state.number
  if ARGV[7] == 'before' then
    local last = last_of(state, ARGV[9])
    local number = tonumber(ARGV[8])
    to = last and number <= last and number - 1 or 0
  end
  from = math.max(before + 1, to - limit + 1)
  more = from > before + 1 and to > before
end

local answer = {state.epoch, state.number, more and 1 or 0}
if from <= to then
  for _, entry in ipairs(redis.call('XRANGE', KEYS[2], id_of(from), id_of(to))) do
    answer[#answer + 1] = number_of(entry)
    answer[#answer + 1] = tonumber(entry[2][2])
    answer[#answer + 1] = entry[2][4]
  end
end
return answer
