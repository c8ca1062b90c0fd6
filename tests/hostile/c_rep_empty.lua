-- 尝试：把空文字重复很多次
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local s = string.rep("", 2 ^ 53)
end)
