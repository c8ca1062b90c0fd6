-- 尝试：连接一段不存在的长表
-- 结局：card
local tap = require "tap"

return tap(function(state)
    table.concat({}, "x", 1, 2 ^ 53)
end)
