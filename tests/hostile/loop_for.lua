-- 尝试：数到很大的数
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local n = 0
    for i = 1, 2 ^ 62 do n = n + i end
end)
