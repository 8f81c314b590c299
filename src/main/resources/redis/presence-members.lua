-- How a member of a channel is kept, for the scripts that come after this file.

-- Lua's view of what cmsgpack packed: {since, order, member, {node name -> sessions}}.
local function unpacked(packed)
  local done, member = pcall(cmsgpack.unpack, packed)
  if not done or type(member) ~= 'table' or type(member[4]) ~= 'table' then
    error('FORMAT')
  end
  return member
end

-- A node that changes its name stands here under both for a while, and has no more sessions.
local function sessions_of(member)
  local counts, lives = {}, {}
  for name, count in pairs(member[4]) do
    local address, life = name:match('^(.*)~(%d+)$')
    address, life = address or name, tonumber(life or 0)
    if life >= (lives[address] or 0) then
      counts[address], lives[address] = count, life
    end
  end
  local sessions = 0
  for _, count in pairs(counts) do
    sessions = sessions + count
  end
  return sessions
end

-- Adds everybody in the hash to a list, as {user, since, order, sessions, member}.
local function add_members(key, list)
  local all = redis.call('HGETALL', key)
  for i = 1, #all, 2 do
    local member = unpacked(all[i + 1])
    list[#list + 1] = {all[i], member[1], member[2], sessions_of(member), member[3]}
  end
end
