-- 尝试：参数越传越多
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local function f(...) return f(1, ...) end
    f()
end)
