-- Forgets a place in which a node has nothing any more.
--
-- KEYS[1] index  set of places
-- ARGV[1] identity of this primary (not used)
-- ARGV[2…] places; none: all of them

if #ARGV == 1 then
  return {redis.call('UNLINK', KEYS[1])}
end
return {redis.call('SREM', KEYS[1], unpack(ARGV, 2))}
