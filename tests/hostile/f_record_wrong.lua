-- 尝试：不合规格的记录
-- 结局：card
local tap = require "tap"

return tap(function(state)
    engine.record("answer", { question = 5 })
end)
