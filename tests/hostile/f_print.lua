-- 尝试：打印一百万行
-- 结局：card
local tap = require "tap"

return tap(function(state)
    for i = 1, 1e6 do print(string.rep("x", 10000)) end
end)
