-- 尝试：搬动一段天文数字那么长的表
-- 结局：card
local tap = require "tap"

return tap(function(state)
    table.move({}, 1, 2 ^ 53, 2)
end)
