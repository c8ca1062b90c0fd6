-- 尝试：递归没有底
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local function f(n) return 1 + f(n + 1) end
    f(1)
end)
