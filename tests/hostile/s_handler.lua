-- 尝试：错误处理里再出错
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local function f() xpcall(f, f) end
    f()
    error("done")
end)
