-- Appends messages in their order, or names what was appended before under the same key.
--
-- KEYS and ARGV[1] to ARGV[5] as in channel.lua
-- KEYS[6...] one for each idempotency key, string "epoch number"
-- ARGV[6] for how long an idempotency key is remembered, in ms
-- ARGV[7...] for each message: which of KEYS[6...] it has, 0: none; the message
--
-- Answers {epoch, names of the nodes that listen, answers}, of which each is {number, time} for
-- what was appended, and {number, time, message, epoch of its id} for what was there before; both
-- time and message are missing where it is no longer retained.

-- Longer than the seven days that are promised, so that nothing hangs on the last moment.
local REMEMBERED = 691200000

local window = tonumber(ARGV[6])
local state = channel()
local nodes = redis.call('SMEMBERS', KEYS[3])
redis.call('XLEN', KEYS[2])
local before = {}
for place = 6, #KEYS do
  local epoch, number = string.match(redis.call('GET', KEYS[place]) or '', '^(%w+) (%d+)$')
  -- What an unknown epoch has is lost, and may be published again.
  if epoch and tonumber(number) <= (last_of(state, epoch) or -1) then
    before[place] = {number = tonumber(number), epoch = epoch}
  end
end

if state.absent and redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('DEL', KEYS[2])
end

local function repeated(first)
  local entry = first.number > before_oldest(state) and entry_from(first.number)
  if not entry then
    return {first.number, false, false, first.epoch}
  end
  return {first.number, tonumber(entry[2][2]), entry[2][4], first.epoch}
end

local function append(message)
  state.number = state.number + 1
  state.time = math.max(state.time, now)
  if keep_count > 0 then
    redis.call('XADD', KEYS[2], 'MAXLEN', keep_count, id_of(state.number),
      't', string.format('%.0f', state.time), 'm', message)
  end
  return {state.number, state.time}
end

local appended = false
local answers = {}
for at = 7, #ARGV, 2 do
  local key = tonumber(ARGV[at])
  local first = key > 0 and before[5 + key]
  if first then
    answers[#answers + 1] = repeated(first)
  else
    answers[#answers + 1] = append(ARGV[at + 1])
    appended = true
    if key > 0 then
      before[5 + key] = {number = state.number, epoch = state.epoch}
      redis.call('SET', KEYS[5 + key], state.epoch .. ' ' .. string.format('%.0f', state.number),
        'PX', window)
    end
  end
end

if appended then
  -- Without a limit of age what is kept may be asked for at any time.
  local kept = (keep_count > 0 and keep_age == 0) and 0 or REMEMBERED + keep_age
  redis.call('HSET', KEYS[1], 'v', FORMAT, 'e', state.epoch, 'n', string.format('%.0f', state.number),
    't', string.format('%.0f', state.time), 'i', identity, 'p', earlier_text(state), 'k', kept)
  redis.call('DEL', KEYS[4])
  if kept == 0 or #nodes > 0 then
    redis.call('PERSIST', KEYS[1])
  else
    redis.call('PEXPIRE', KEYS[1], kept)
  end
  if keep_count == 0 then
    redis.call('DEL', KEYS[2])
  elseif keep_age == 0 then
    redis.call('PERSIST', KEYS[2])
  else
    redis.call('PEXPIRE', KEYS[2], keep_age + state.time - now)
  end
else
  keep_turn(state)
end
return {state.epoch, nodes, answers}
