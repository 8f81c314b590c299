-- Takes back a node's interest in a channel's feed, which ends with the last.
--
-- KEYS[1] feed   as in presence-change
-- KEYS[2] nodes  set: names of the nodes that listen
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] node name

redis.call('SREM', KEYS[2], ARGV[2])
if redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('DEL', KEYS[1])
end
return {1}
