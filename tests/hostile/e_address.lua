-- 尝试：从随机数打听内存地址
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    assert(math.randomseed == nil)
end)
