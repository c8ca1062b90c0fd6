-- 尝试：取出一百万个字节
-- 结局：card
local tap = require "tap"

return tap(function(state)
    string.byte(string.rep("x", 1000000), 1, -1)
end)
