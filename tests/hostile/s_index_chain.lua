-- 尝试：几千层 __index
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    local t = {}
    for i = 1, 3000 do t = setmetatable({}, { __index = t }) end
    pcall(function() return t.x end)
end)
