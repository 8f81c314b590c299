-- Changes who is in a channel, and answers what its feed has to say about it. After
-- primary and presence-members.
--
-- KEYS[1] members  hash: user -> packed {since, order, member, {node name -> sessions}}
-- KEYS[2] feed     hash, only while somebody listens: epoch, number, at, identity; summarising,
--                  due (until when a caller has promised the next summary), summarised
-- KEYS[3] nodes    set: names of the nodes that listen
-- KEYS[4] log      stream: a user's first join and last leave; expires
-- ARGV[1] as in primary.lua
-- ARGV[2] epoch, should a new one be needed
-- ARGV[3] above so many members only their number is told; 0: no limit
-- ARGV[4] 1 if joins and leaves are told
-- ARGV[5] how many entries the log keeps; 0: there is none
-- ARGV[6] ms that the log outlives its last entry
-- ARGV[7] the step:
--   seat       [8] node name [9] user [10] its sessions there; 0: none [11] member
--              [12] how many members there may be; 0: no limit [13] 1 if the member was let in
--              before: where that was lost it is no join
--   sweep      [8] node name [9] cursor; 0 to begin [10] members to look at
--   summarise
--
-- Answers {status, epoch, {listening node name, …}, {news, …}}. The status of a seat is 'ok' or
-- 'full', that of a sweep the next cursor, 0 at the end. News are
--   {'join' | 'leave', number, at, user, member}
--   {'count', number, at, total}
--   {'snapshot', number, at, total, {user, since, order, sessions, member}, …}
--   {'due', ms}: the caller has to ask for 'summarise' then

local SUMMARY = 1000
local GRACE = 2000

local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
local limit = tonumber(ARGV[3])
local told = ARGV[4] == '1'
local nodes = told and redis.call('SMEMBERS', KEYS[3]) or {}
local total = redis.call('HLEN', KEYS[1])
local news = {}
local feed

local function whole(number)
  return string.format('%.0f', number)
end

local function too_many(members)
  return limit > 0 and members > limit
end

local function load_feed()
  local is = redis.call('HMGET', KEYS[2], 'epoch', 'number', 'at', 'identity', 'summarising',
    'due', 'summarised')
  feed = {
    epoch = is[1], number = tonumber(is[2] or 0), at = tonumber(is[3] or 0),
    summarising = is[5], due = tonumber(is[6] or 0), summarised = tonumber(is[7] or 0)
  }
  if not feed.epoch or not is_whole(is[4]) then
    -- Lost, or from a primary that may have given more numbers than are known here.
    feed.epoch, feed.number = ARGV[2], math.max(feed.number, micros)
  end
end

local function save_feed()
  redis.call('HSET', KEYS[2], 'epoch', feed.epoch, 'number', whole(feed.number),
    'at', whole(feed.at), 'identity', identity, 'summarising', feed.summarising,
    'due', whole(feed.due), 'summarised', whole(feed.summarised))
end

local function tell(kind, ...)
  feed.number = feed.number + 1
  feed.at = math.max(feed.at, now)
  news[#news + 1] = {kind, feed.number, feed.at, ...}
end

local function summary()
  feed.due, feed.summarised = 0, now
  feed.summarising = too_many(total) and '1' or '0'
  if too_many(total) then
    return tell('count', total)
  end
  tell('snapshot', total)
  add_members(KEYS[1], news[#news])
end

local function summarise()
  local rest = feed.summarised + SUMMARY - now
  -- More than the whole time: the clock was set back, and nobody waits for it to come round.
  if rest > 0 and rest <= SUMMARY then
    feed.due = now + rest
    news[#news + 1] = {'due', rest}
  else
    summary()
  end
end

-- Whoever promised the next summary may have died since.
local function is_promised()
  return feed.due > 0 and feed.due <= now + SUMMARY and now <= feed.due + GRACE
end

-- From now on changes are told together.
local function summarise_soon()
  feed.summarising = '1'
  if not is_promised() then
    summarise()
  end
end

local function changed(kind, user, member, before)
  if tonumber(ARGV[5]) > 0 then
    redis.call('XADD', KEYS[4], 'MAXLEN', '~', ARGV[5], '*',
      'type', kind, 'user', user, 'total', total)
    redis.call('PEXPIRE', KEYS[4], ARGV[6])
  end
  if #nodes == 0 then
    return
  end
  if too_many(total) or (not feed.summarising and too_many(before)) then
    feed.summarising = '1'
  end
  if feed.summarising ~= '1' then
    feed.summarising = '0'
    tell(kind, user, member)
  else
    summarise_soon()
  end
end

local function put(user, member)
  redis.call('HSET', KEYS[1], user, cmsgpack.pack(member))
end

local function take_back(user, member, name)
  member[4][name] = nil
  if next(member[4]) then
    return put(user, member)
  end
  redis.call('HDEL', KEYS[1], user)
  total = total - 1
  changed('leave', user, member[3], total + 1)
end

local function find(user)
  local packed = redis.call('HGET', KEYS[1], user)
  return packed and unpacked(packed)
end

local function seat(name, user, sessions, as, most, known)
  local member = find(user)
  if sessions == 0 then
    if member and member[4][name] then
      take_back(user, member, name)
    end
  elseif member then
    if member[4][name] ~= sessions then
      member[4][name] = sessions
      put(user, member)
    end
  elseif most > 0 and total >= most then
    return 'full'
  else
    put(user, {now, micros, as, {[name] = sessions}})
    total = total + 1
    if not known then
      changed('join', user, as, total - 1)
    elseif #nodes > 0 then
      -- Some who listen know of it, others were told of the feed since the loss.
      summarise_soon()
    end
  end
  return 'ok'
end

local function sweep(name, cursor, count)
  local page = redis.call('HSCAN', KEYS[1], cursor, 'COUNT', count)
  for i = 1, #page[2], 2 do
    -- A scan may show one member twice.
    local member = find(page[2][i])
    if member and member[4][name] then
      take_back(page[2][i], member, name)
    end
  end
  if page[1] == '0' and #nodes > 0 and feed.due > 0 then
    -- It may have been the dead node that promised the next summary.
    summarise()
  end
  return page[1]
end

if #nodes > 0 then
  load_feed()
end
local status = 'ok'
if ARGV[7] == 'seat' then
  status = seat(ARGV[8], ARGV[9], tonumber(ARGV[10]), ARGV[11], tonumber(ARGV[12]), ARGV[13] == '1')
elseif ARGV[7] == 'sweep' then
  status = sweep(ARGV[8], ARGV[9], ARGV[10])
elseif #nodes > 0 and feed.due > 0 then
  summarise()
end
if #news > 0 then
  feed.summarising = feed.summarising or '0'
  save_feed()
end
return {status, feed and feed.epoch or '', nodes, news}
