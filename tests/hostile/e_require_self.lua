-- 尝试：require 自己
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    require "e_require_self"
end)
