-- Notes a place in which a node has, or is about to have, something under its name.
--
-- KEYS[1] index  set of places
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] place

return {redis.call('SADD', KEYS[1], ARGV[2])}
