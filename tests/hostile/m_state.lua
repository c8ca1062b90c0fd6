-- 尝试：把状态越攒越大，每次按一下多一兆
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    state.heap = state.heap or {}
    state.heap[#state.heap + 1] = string.rep("x", 1000000)
end)
