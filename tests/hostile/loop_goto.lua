-- 尝试：用 goto 绕圈
-- 结局：card
local tap = require "tap"

return tap(function(state)
    ::again::
    goto again
end)
