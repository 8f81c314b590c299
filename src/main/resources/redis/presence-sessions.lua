-- Notes and takes back sessions of a user.
--
-- KEYS[1] sessions  hash: session -> name of its node
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] node name
-- ARGV[3…] '+' or '-', then the session; one '*' alone: all that the node noted are taken back

if ARGV[3] == '*' then
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if all[i + 1] == ARGV[2] then
      redis.call('HDEL', KEYS[1], all[i])
    end
  end
  return {1}
end
for i = 3, #ARGV do
  local session = ARGV[i]:sub(2)
  if ARGV[i]:sub(1, 1) == '+' then
    redis.call('HSET', KEYS[1], session, ARGV[2])
  else
    redis.call('HDEL', KEYS[1], session)
  end
end
return {1}
