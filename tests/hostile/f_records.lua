-- 尝试：记一百万条
-- 结局：card
local tap = require "tap"

return tap(function(state)
    for i = 1, 1e6 do engine.record("read", { part = "p" .. i }) end
end)
