-- 尝试：不停的 repeat
-- 结局：card
local tap = require "tap"

return tap(function(state)
    repeat local x = 1 until x == 2
end)
