-- Notes that all a dead name left behind is swept. The second time the name is forgotten.
--
-- KEYS[1] leases  as in lease-renew
-- KEYS[2] nodes   as in lease-renew
-- KEYS[3] sweeps  as in lease-look
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] dead name
-- ARGV[3] ms after the first sweep at which there is a second; 0: forget it at once
--
-- Answers {1} if the name is forgotten

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local first = (redis.call('HGET', KEYS[3], ARGV[2]) or '0 0'):match('^(%d+) ')
local again = tonumber(ARGV[3])
if again == 0 or (first ~= '0' and tonumber(first) + again <= now) then
  redis.call('ZREM', KEYS[1], ARGV[2])
  redis.call('HDEL', KEYS[2], ARGV[2])
  redis.call('HDEL', KEYS[3], ARGV[2])
  return {1}
end
if first == '0' then
  first = string.format('%.0f', now)
end
redis.call('HSET', KEYS[3], ARGV[2], first .. ' 0')
return {0}
