-- 尝试：冒充登记场次
-- 结局：card
local tap = require "tap"

return tap(function(state)
    engine.record("group", { heads = 500, label = "x" })
end)
