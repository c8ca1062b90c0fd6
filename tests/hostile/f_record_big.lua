-- 尝试：一条记录十兆
-- 结局：card
local tap = require "tap"

return tap(function(state)
    engine.record("custom", { name = "x", data = { x = string.rep("x", 10000000) } })
end)
