-- 尝试：去没有的地方
-- 结局：card
local tap = require "tap"

return tap(function(state)
    engine.go("scene", "no/such/scene")
end)
