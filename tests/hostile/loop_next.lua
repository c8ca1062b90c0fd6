-- 尝试：一边走一边加
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local t = { 1 }
    local i = 1
    while t[i] do t[i + 1] = 1 t[i] = nil i = i + 1 if i > 1e9 then break end end
end)
