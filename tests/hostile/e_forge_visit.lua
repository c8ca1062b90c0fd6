-- 尝试：冒充界面记一次参观
-- 结局：card
local tap = require "tap"

return tap(function(state)
    engine.record("visit_start", {})
end)
