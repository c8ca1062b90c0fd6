-- 尝试：一百万个计时
-- 结局：card
local tap = require "tap"

return tap(function(state)
    for i = 1, 1e6 do engine.timer(1, function() end) end
end)
