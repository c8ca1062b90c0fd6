-- 尝试：随机数不停
-- 结局：card
local tap = require "tap"

return tap(function(state)
    while true do engine.random(6) end
end)
