-- Notes and takes back sessions of a user.
--
-- KEYS[1] sessions  hash: session -> name of its node; behind a blank, while it is to be replaced by
--                   another, until when, in ms of this Redis' clock
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] node name
-- ARGV[3] so many sessions the user may have, those of dead nodes aside; 0: any number. '*' alone:
--         all that the node noted are taken back
-- ARGV[4] how many names of dead nodes follow
-- ARGV[5…] these names; then a sign and a session: '+' it is noted, '-' taken back, '?' noted if there
--         is room, '>' with ms and a blank before the session: it is replaced within that time, and
--         until then there is room for one more
--
-- Answers the sessions for which there was no room

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- The name of its node, and until when it is replaced, or nil.
local function parts(noted)
  local name, moves = noted:match('^(%S+) (%d+)$')
  return name or noted, tonumber(moves)
end

if ARGV[3] == '*' then
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if parts(all[i + 1]) == ARGV[2] then
      redis.call('HDEL', KEYS[1], all[i])
    end
  end
  return {}
end

local most, first = tonumber(ARGV[3]), 5 + tonumber(ARGV[4])
local dead, asking, refused = {}, {}, {}

local function note(session, name, moves)
  redis.call('HSET', KEYS[1], session, moves and name .. string.format(' %.0f', moves) or name)
end

for i = 5, first - 1 do
  dead[ARGV[i]] = true
end
for i = first, #ARGV do
  local sign, session = ARGV[i]:sub(1, 1), ARGV[i]:sub(2)
  if sign == '-' then
    redis.call('HDEL', KEYS[1], session)
  elseif sign == '>' then
    local within, moving = session:match('^(%d+) (.*)$')
    local noted = redis.call('HGET', KEYS[1], moving)
    if noted then
      local name = parts(noted)
      note(moving, name, now + tonumber(within))
    end
  elseif sign == '+' or most == 0 or redis.call('HEXISTS', KEYS[1], session) == 1 then
    local _, moves = parts(redis.call('HGET', KEYS[1], session) or '')
    note(session, ARGV[2], moves)
  else
    asking[#asking + 1] = session
  end
end
if #asking == 0 then
  return refused
end

local living, more = 0, 0
for _, noted in ipairs(redis.call('HVALS', KEYS[1])) do
  local name, moves = parts(noted)
  if not dead[name] then
    living = living + 1
    more = (moves and moves > now) and 1 or more
  end
end
for _, session in ipairs(asking) do
  if living < most + more then
    note(session, ARGV[2])
    living = living + 1
  else
    refused[#refused + 1] = session
  end
end
return refused
