-- 尝试：很长的闭包链
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local f = function() return 1 end
    for i = 1, 1e8 do local g = f f = function() return g() end end
    f()
end)
