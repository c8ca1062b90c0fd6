-- 尝试：记录里夹带控制字符
-- 结局：card
local tap = require "tap"

return tap(function(state)
    engine.record("read", { part = "a\nb\0c" })
end)
