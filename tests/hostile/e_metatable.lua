-- 尝试：改文字的元表
-- 结局：card
local tap = require "tap"

return tap(function(state)
    getmetatable("").__index = nil
end)
