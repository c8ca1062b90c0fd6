-- 尝试：对空模式不停地找
-- 结局：card
local tap = require "tap"

return tap(function(state)
    while true do for _ in string.gmatch(string.rep("a", 60000), "") do end end
end)
