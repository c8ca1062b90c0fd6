-- 尝试：先设元表，后写 __gc：在垃圾回收里不停
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    local meta = {}
    for i = 1, 1000 do setmetatable({}, meta) end
    meta.__gc = function() while true do end end
    local t
    for i = 1, 10000 do t = { i } end
end)
