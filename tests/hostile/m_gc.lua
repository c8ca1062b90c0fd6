-- 尝试：在垃圾回收里做事
-- 结局：card
local tap = require "tap"

return tap(function(state)
    setmetatable({}, { __gc = function() while true do end end })
end)
