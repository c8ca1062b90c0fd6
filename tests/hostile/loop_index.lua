-- 尝试：__index 没有尽头
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local t = setmetatable({}, { __index = function(t, k) return t[k + 1] end })
    while true do pcall(function() return t[1] end) end
end)
