-- 尝试：摊开一百万项
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local t = {}
    for i = 1, 1000000 do t[i] = i end
    local n = select("#", table.unpack(t))
end)
