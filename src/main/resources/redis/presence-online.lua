-- Answers on which node each session of a user is.
--
-- KEYS[1] sessions  hash: session -> name of its node
-- ARGV[1] identity of this primary (not used)

return redis.call('HVALS', KEYS[1])
