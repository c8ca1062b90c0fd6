-- 尝试：重复出一个巨大的文字
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local s = string.rep("x", 2 ^ 30)
end)
