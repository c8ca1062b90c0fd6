-- 尝试：打听内存地址
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    assert(not tostring({}):find("0x"))
    assert(not pcall(string.format, "%p", {}))
end)
