-- Answers on which node each session of a user is.
--
-- KEYS[1] sessions  as in presence-sessions
-- ARGV[1] identity of this primary (not used)

local names = redis.call('HVALS', KEYS[1])
for i, noted in ipairs(names) do
  names[i] = noted:match('^%S+')
end
return names
