-- 尝试：抛出一个 __tostring 不返回的值
-- 结局：card
local tap = require "tap"

return tap(function(state)
    error(setmetatable({}, { __tostring = function() while true do end end }))
end)
