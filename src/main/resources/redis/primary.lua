-- Makes sure that the server is still the primary that the caller takes it for. Comes first in
-- scripts that note or compare whose writes they see.
--
-- ARGV[1] identity of this primary; after blanks those that it had before and since when it has lost
--         nothing. Each is the beginning of a master_replid
--
-- Fails with IDENTITY, with nothing done, where it is another by now: it may have lost writes, on
-- the same connection and less than a moment ago.

local identity = string.match(ARGV[1], '^%w+')
if not string.find(redis.call('INFO', 'replication'), '\nmaster_replid:' .. identity, 1, true) then
  return redis.error_reply('IDENTITY this primary is another by now')
end

-- Whether all that was written under that identity is here.
local function is_whole(since)
  return since == identity
    or (since and string.find(ARGV[1] .. ' ', ' ' .. since .. ' ', 1, true) ~= nil)
end
