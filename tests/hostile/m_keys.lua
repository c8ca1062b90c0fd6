-- 尝试：装满不同的名字
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local t = {}
    for i = 1, 1e9 do t["k" .. i] = true end
end)
