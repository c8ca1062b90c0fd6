-- 尝试：取字节码
-- 结局：card
local tap = require "tap"

return tap(function(state)
    string.dump(print)
end)
