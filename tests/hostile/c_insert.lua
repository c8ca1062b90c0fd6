-- 尝试：总在最前面插入
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local t = {}
    for i = 1, 200000 do t[i] = 1 end
    while true do table.insert(t, 1, 1) end
end)
