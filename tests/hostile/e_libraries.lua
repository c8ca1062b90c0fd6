-- 尝试：找文件、系统和调试库
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    for _, name in ipairs { "io", "os", "debug", "package", "load", "loadfile", "dofile", "loadstring", "collectgarbage", "coroutine" } do
        assert(rawget(_G, name) == nil, name)
    end
end)
