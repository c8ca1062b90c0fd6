-- 尝试：require 绝对路径
-- 结局：card
local tap = require "tap"

return tap(function(state)
    require "/etc/passwd"
end)
