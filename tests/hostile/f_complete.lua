-- 尝试：不停地说完成
-- 结局：card
local tap = require "tap"

return tap(function(state)
    for i = 1, 1e6 do engine.complete() end
end)
