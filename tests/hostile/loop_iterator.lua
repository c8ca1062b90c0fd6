-- 尝试：迭代器永远有下一个
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local n = 0
    for i in function() return 1 end do n = n + i end
end)
