-- 尝试：__tostring 不返回
-- 结局：card
local tap = require "tap"

return tap(function(state)
    tostring(setmetatable({}, { __tostring = function() while true do end end }))
end)
