-- 尝试：装满小表
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local t = {}
    for i = 1, 1e9 do t[i] = { i } end
end)
