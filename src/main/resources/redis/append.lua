-- Appends messages in their order, or names what was appended before under the same key. Tells the
-- other nodes that listen, if it is asked to, in the same step: so they hear of a message at once and
-- in its order, even if the node that brought it ends before it has the answer.
--
-- KEYS and ARGV[1] to ARGV[5] as in channel.lua
-- KEYS[6...] one for each idempotency key, string "epoch number"
-- ARGV[6] for how long an idempotency key is remembered, in ms
-- ARGV[7] address of the node that asks; empty: tell nobody
-- ARGV[8] what the pub/sub channel of a node begins with; its address follows
-- ARGV[9] what an envelope begins with
-- ARGV[10] the name of the channel, as it stands in an envelope
-- ARGV[11...] for each message: which of KEYS[6...] it has, 0: none; the message
--
-- Answers {epoch, names of the nodes that listen, answers, 1 where the other nodes were told of what
-- was appended, 0 where they were not}; of the answers each is {number, time} for
-- what was appended, and {number, time, message, epoch of its id} for what was there before; both
-- time and message are missing where it is no longer retained.

-- Longer than the seven days that are promised, so that nothing hangs on the last moment.
local REMEMBERED = 691200000

-- In place of a time: how long the log is kept.
local NO_LOG, FOR_EVER = -1, 0

local window = tonumber(ARGV[6])
local state = channel()
local nodes = redis.call('SMEMBERS', KEYS[3])
if state.absent or keep_count == 0 then
  -- Otherwise the first write is to the log, and fails where that is none.
  redis.call('XLEN', KEYS[2])
end
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

local told = {ARGV[9]}

-- As the nodes write it themselves, see Envelope.
local function note(number, time, message)
  told[#told + 1] = ARGV[10] .. struct.pack('>B', #state.epoch) .. state.epoch
    .. struct.pack('>I8I8I4', number, time, #message)
  told[#told + 1] = message
end

local function tell()
  local envelope = table.concat(told)
  local done = {[ARGV[7]] = true}
  for _, name in ipairs(nodes) do
    local address = string.match(name, '^(.*)~') or name
    if not done[address] then
      done[address] = true
      -- Where that is not allowed the message stands all the same.
      local answer = redis.pcall('PUBLISH', ARGV[8] .. address, envelope)
      if type(answer) == 'table' and answer.err then
        return 0
      end
    end
  end
  return 1
end

local function append(message)
  state.number = state.number + 1
  state.time = math.max(state.time, now)
  if keep_count > 0 then
    redis.call('XADD', KEYS[2], 'MAXLEN', keep_count, id_of(state.number),
      't', whole(state.time), 'm', message)
  end
  if ARGV[7] ~= '' then
    note(state.number, state.time, message)
  end
  return {state.number, state.time}
end

local appended = false
local answers = {}
for at = 11, #ARGV, 2 do
  local key = tonumber(ARGV[at])
  local first = key > 0 and before[5 + key]
  if first then
    answers[#answers + 1] = repeated(first)
  else
    answers[#answers + 1] = append(ARGV[at + 1])
    appended = true
    if key > 0 then
      before[5 + key] = {number = state.number, epoch = state.epoch}
      redis.call('SET', KEYS[5 + key], state.epoch .. ' ' .. whole(state.number),
        'PX', window)
    end
  end
end

-- Sets how long the log outlives its last message, or that it is not kept; answers what is noted of
-- that. A little longer than is promised, so that not every message has to set it anew.
local function keep_log()
  local noted = not state.renamed and state.expiry
  if keep_count == 0 then
    if noted ~= NO_LOG then
      redis.call('DEL', KEYS[2])
    end
    return NO_LOG
  end
  if keep_age == 0 then
    if noted ~= FOR_EVER then
      redis.call('PERSIST', KEYS[2])
    end
    return FOR_EVER
  end
  local until_then = state.time + keep_age
  if noted and noted >= until_then then
    return noted
  end
  until_then = until_then + math.floor(keep_age / 16)
  redis.call('PEXPIRE', KEYS[2], until_then - now)
  return until_then
end

-- Writes only what is not so already: most messages change number and time alone.
local function keep_state()
  -- Without a limit of age what is kept may be asked for at any time.
  local kept = (keep_count > 0 and keep_age == 0) and 0 or REMEMBERED + keep_age
  local expiry = keep_log()
  local number, time = whole(state.number), whole(state.time)
  local known = not state.absent and not state.renamed and state.kept == kept
  if known and state.expiry == expiry then
    redis.call('HSET', KEYS[1], 'n', number, 't', time)
  else
    redis.call('HSET', KEYS[1], 'v', FORMAT, 'e', state.epoch, 'n', number, 't', time, 'i', identity,
      'p', earlier_text(state), 'k', kept, 'x', whole(expiry))
  end
  if state.absent then
    redis.call('DEL', KEYS[4])
  end
  if kept > 0 and #nodes == 0 then
    redis.call('PEXPIRE', KEYS[1], kept)
  elseif not known then
    redis.call('PERSIST', KEYS[1])
  end
end

if appended then
  keep_state()
else
  keep_turn(state)
end
return {state.epoch, nodes, answers, (appended and ARGV[7] ~= '') and tell() or 0}
