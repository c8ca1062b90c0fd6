-- 尝试：诚实地算两百毫秒以内
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    local n = 0
    for i = 1, 400000 do n = n + i % 7 end
end)
