-- 尝试：替换之中再替换
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local function f() return (string.gsub("x", "x", f)) end
    f()
end)
