-- 尝试：错误信息里有控制字符和不是文字的字节
-- 结局：card
local tap = require "tap"

return tap(function(state)
    error("\27[2J\xFF\xFE\0坏")
end)
