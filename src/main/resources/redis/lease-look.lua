-- Answers which nodes live, which names are dead, and which of those the asking node shall sweep.
--
-- A name whose node lives on under another name is neither: that node clears up by itself.
--
-- KEYS[1] leases  as in lease-renew
-- KEYS[2] nodes   as in lease-renew
-- KEYS[3] sweeps  hash: dead name -> when it was first swept, 0 if it was not, a blank, until when a
--                 sweeper has it to itself
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] name of the asking node
-- ARGV[3] ms for which a lease holds
-- ARGV[4] ms for which the own lease must be unbroken, so that not a pause of Redis is taken for the
--         death of everybody else
-- ARGV[5] ms after the first sweep at which there is a second, for late writes
-- ARGV[6] ms for which the asking node has a name to itself
-- ARGV[7…] names which it has to itself and is still sweeping
--
-- Answers {{living name, …}, {dead name, …}, {name to sweep, …}, unbroken: 1 or 0, {other name of
-- the asking node, …}}. It needs those no more, but may have forgotten that they are here again: a
-- primary that missed something has brought them back.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local own = ARGV[2]
local living, gone, dead, mine, former = {}, {}, {}, {}, {}

local function address_of(name)
  return name:match('^(.*)~') or name
end

local addresses, remaining = {}, 0

local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #all, 2 do
  local rest = tonumber(all[i + 1]) - now
  if rest > 0 then
    living[#living + 1] = all[i]
    addresses[address_of(all[i])] = true
    if all[i] == own then
      remaining = rest
    end
  else
    gone[#gone + 1] = all[i]
  end
  if all[i] ~= own and address_of(all[i]) == address_of(own) then
    former[#former + 1] = all[i]
  end
end
for _, name in ipairs(gone) do
  if not addresses[address_of(name)] then
    dead[#dead + 1] = name
  end
end

local since = (redis.call('HGET', KEYS[2], own) or ''):match('^(%d+) ')
local unbroken = since and remaining >= tonumber(ARGV[3]) / 2
  and tonumber(since) + tonumber(ARGV[4]) <= now
local sweeping = {}
for i = 7, #ARGV do
  sweeping[ARGV[i]] = true
end
for _, name in ipairs(unbroken and dead or {}) do
  local first, held = (redis.call('HGET', KEYS[3], name) or '0 0'):match('^(%d+) (%d+)$')
  local due = first == '0' or tonumber(first) + tonumber(ARGV[5]) <= now
  if sweeping[name] or (due and tonumber(held) <= now) then
    redis.call('HSET', KEYS[3], name,
      first .. ' ' .. string.format('%.0f', now + tonumber(ARGV[6])))
    mine[#mine + 1] = name
  end
end
return {living, dead, mine, unbroken and 1 or 0, former}
