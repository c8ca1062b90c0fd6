-- 尝试：尾调用不停
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local function f() return f() end
    f()
end)
