-- 尝试：反复比较很长的文字
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local a, b = string.rep("x", 1000000) .. "a", string.rep("x", 1000000) .. "b"
    while true do local less = a < b end
end)
