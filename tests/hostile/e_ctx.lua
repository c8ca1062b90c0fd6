-- 尝试：改只读的 ctx
-- 结局：card
local tap = require "tap"

return tap(function(state)
    engine.ctx.lang = "xx"
end)
