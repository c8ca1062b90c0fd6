-- 尝试：比较函数前后不一
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    local t = {}
    for i = 1, 1000 do t[i] = i % 7 end
    pcall(table.sort, t, function() return true end)
end)
