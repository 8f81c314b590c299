-- What the scripts of a channel have in common, after primary.lua. All its keys are in one slot.
--
-- KEYS[1] meta   hash: v format; e epoch; n last number; t its time; i identity of the primary;
--                p earlier epochs with the last number of each, the newest first: "e:n e:n";
--                k how long it is kept without activity, in ms, 0: for ever; x when the log
--                expires, in ms, 0: never, -1: there is none
-- KEYS[2] log    stream, its ids are number-0: t time, m the message
-- KEYS[3] nodes  set: names of the nodes that listen
-- KEYS[4] pin    string "identity epoch": what was named to those who listen while there is no meta
-- KEYS[5] salt   string "salt identity", the same for all channels of the slot: another salt after
--                a flush, and under another primary
-- ARGV[1] as in primary.lua
-- ARGV[2] an epoch that was never used
-- ARGV[3] 1: something was published to the channel, as far as the caller remembers
-- ARGV[4] how many messages are kept
-- ARGV[5] for how long, in ms; 0: no limit
--
-- Times are in ms, of Redis's clock. Whoever writes has read every key before, so that a key of
-- another type fails the script while nothing has been changed.

local FORMAT = '1'
local MOST_EARLIER = 8
local WEEK = 604800000

local unused, remembered = ARGV[2], ARGV[3] == '1'
local keep_count, keep_age = tonumber(ARGV[4]), tonumber(ARGV[5])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function whole(number)
  return string.format('%d', number)
end

local function id_of(number)
  return string.format('%d-0', number)
end

-- The epoch of a channel without messages, the same for whoever asks, so that its beginning can be
-- named without writing. It changes with all that can have lost messages: another primary, a flush,
-- and the time after which an idle channel is forgotten.
local function unwritten_epoch()
  local salt, by = string.match(redis.call('GET', KEYS[5]) or '', '^(%w+) (%w+)$')
  if not is_whole(by) then
    salt = unused
  end
  if by ~= identity then
    redis.call('SET', KEYS[5], salt .. ' ' .. identity)
  end
  local week = math.floor(now / WEEK)
  return string.sub(redis.sha1hex(salt .. ':' .. week), 1, 16)
end

local function earlier_of(text)
  local earlier = {}
  for epoch, last in string.gmatch(text, '(%w+):(%d+)') do
    earlier[#earlier + 1] = {epoch = epoch, last = tonumber(last)}
  end
  return earlier
end

-- A channel with no meta: nothing was published, or it is lost or forgotten.
local function begin()
  if redis.call('EXISTS', KEYS[1]) == 1 then
    error('FORMAT this is no channel of ours')
  end
  local pin = redis.call('GET', KEYS[4])
  local by, epoch = string.match(pin or '', '^(%w+) (%w+)$')
  if is_whole(by) then
    return {absent = true, pinned = by == identity, epoch = epoch, number = 0, time = 0, earlier = {}}
  end
  epoch = remembered and unused or unwritten_epoch()
  return {absent = true, epoch = epoch, number = 0, time = 0, earlier = {}}
end

-- Where the channel stands. Under another primary than before, what followed the last number is
-- lost, or may be: a new epoch begins, and the old one is noted as far as it is known here.
local function channel()
  local meta = redis.call('HMGET', KEYS[1], 'v', 'e', 'n', 't', 'i', 'p', 'k', 'x')
  if not meta[1] then
    return begin()
  end
  if meta[1] ~= FORMAT then
    error('FORMAT this channel was written by another version')
  end
  local state = {epoch = meta[2], number = tonumber(meta[3]), time = tonumber(meta[4]),
    earlier = earlier_of(meta[6]), kept = tonumber(meta[7]), expiry = tonumber(meta[8])}
  if not is_whole(meta[5]) then
    table.insert(state.earlier, 1, {epoch = state.epoch, last = state.number})
    state.earlier[MOST_EARLIER + 1] = nil
    state.epoch = unused
  end
  state.renamed = meta[5] ~= identity
  return state
end

local function earlier_text(state)
  local texts = {}
  for place, each in ipairs(state.earlier) do
    texts[place] = each.epoch .. ':' .. whole(each.last)
  end
  return table.concat(texts, ' ')
end

-- Keeps a new epoch that has been named, and that nothing was lost up to this identity.
local function keep_turn(state)
  if state.renamed then
    redis.call('HSET', KEYS[1], 'e', state.epoch, 'i', identity, 'p', earlier_text(state))
  end
end

-- The last number that can be meant by an id of this epoch; nothing where the epoch is not known.
local function last_of(state, epoch)
  if epoch == state.epoch then
    return state.number
  end
  for _, each in ipairs(state.earlier) do
    if each.epoch == epoch then
      return each.last
    end
  end
end

local function is_young(entry)
  return not entry or keep_age == 0 or tonumber(entry[2][2]) >= now - keep_age
end

local function entry_from(number)
  return redis.call('XRANGE', KEYS[2], id_of(number), '+', 'COUNT', 1)[1]
end

local function number_of(entry)
  return tonumber(string.match(entry[1], '^%d+'))
end

-- The number before the oldest message that may still be delivered. Times grow with numbers, so
-- that what is too old is found by halving.
local function before_oldest(state)
  local first = keep_count > 0 and entry_from(math.max(1, state.number - keep_count + 1))
  if not first then
    return state.number
  end
  local low = number_of(first)
  if is_young(first) then
    return low - 1
  end
  local high = state.number + 1
  while high - low > 1 do
    local middle = math.floor((low + high) / 2)
    if is_young(entry_from(middle)) then
      high = middle
    else
      low = middle
    end
  end
  return low
end
