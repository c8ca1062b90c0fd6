-- 尝试：排几百万项
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local t = {}
    for i = 1, 3000000 do t[i] = -i end
    table.sort(t)
end)
