-- Notes and takes back sessions of a user.
--
-- KEYS[1] sessions  hash: session -> name of its node
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] node name
-- ARGV[3] so many sessions the user may have, those of dead nodes aside; 0: any number. '*' alone:
--         all that the node noted are taken back
-- ARGV[4] how many names of dead nodes follow
-- ARGV[5…] these names; then '+', '-' or '?', and a session: it is noted, taken back, or noted if there
--         is room
--
-- Answers the sessions for which there was no room

if ARGV[3] == '*' then
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if all[i + 1] == ARGV[2] then
      redis.call('HDEL', KEYS[1], all[i])
    end
  end
  return {}
end

local most, first = tonumber(ARGV[3]), 5 + tonumber(ARGV[4])
local dead, asking, refused = {}, {}, {}
for i = 5, first - 1 do
  dead[ARGV[i]] = true
end
for i = first, #ARGV do
  local sign, session = ARGV[i]:sub(1, 1), ARGV[i]:sub(2)
  if sign == '-' then
    redis.call('HDEL', KEYS[1], session)
  elseif sign == '+' or most == 0 or redis.call('HEXISTS', KEYS[1], session) == 1 then
    redis.call('HSET', KEYS[1], session, ARGV[2])
  else
    asking[#asking + 1] = session
  end
end
if #asking == 0 then
  return refused
end

local living = 0
for _, name in ipairs(redis.call('HVALS', KEYS[1])) do
  if not dead[name] then
    living = living + 1
  end
end
for _, session in ipairs(asking) do
  if living < most then
    redis.call('HSET', KEYS[1], session, ARGV[2])
    living = living + 1
  else
    refused[#refused + 1] = session
  end
end
return refused
