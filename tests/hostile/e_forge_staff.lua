-- 尝试：冒充工作人员
-- 结局：card
local tap = require "tap"

return tap(function(state)
    engine.record("staff", { act = "unlock" })
end)
