-- 尝试：很宽的格式
-- 结局：card
local tap = require "tap"

return tap(function(state)
    while true do string.format(string.rep("%99d", 10), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) end
end)
