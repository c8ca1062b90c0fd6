-- 尝试：用 __index 冒充的长表
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    table.concat(setmetatable({}, { __index = function() return "x" end, __len = function() return 1e15 end }))
end)
