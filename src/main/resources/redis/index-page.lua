-- Answers some of the places of a node: {next cursor, 0 at the end, {place, …}}.
--
-- KEYS[1] index  set of places
-- ARGV[1] identity of this primary (not used)
-- ARGV[2] cursor; 0 to begin
-- ARGV[3] about how many

local page = redis.call('SSCAN', KEYS[1], ARGV[2], 'COUNT', ARGV[3])
return page
