-- 尝试：弱表拖垮垃圾回收
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local t = {}
    for i = 1, 1e7 do t[i] = setmetatable({}, { __mode = "k" }) end
end)
