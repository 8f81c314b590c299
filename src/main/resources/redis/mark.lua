-- Answers a mark of this primary, which it has for as long as it keeps its memory and is asked.
--
-- KEYS[1] mark  string; expires
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] the mark, should there be none
-- ARGV[3] ms for which it outlives the last that asked
--
-- Answers {mark}

local mark = redis.call('GETEX', KEYS[1], 'PX', ARGV[3])
if not mark then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return {mark or ARGV[2]}
