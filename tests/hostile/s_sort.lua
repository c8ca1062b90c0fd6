-- 尝试：排序之中再排序
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local function f() table.sort({ 3, 2, 1 }, f) end
    f()
end)
