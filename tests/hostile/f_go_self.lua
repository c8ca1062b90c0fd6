-- 尝试：一打开就再打开自己
-- 结局：runs
engine.go("scene", "f_go_self")
local tap = require "tap"

return tap(function() end)
