-- 尝试：require 管理界面的文件
-- 结局：card
local tap = require "tap"

return tap(function(state)
    require "admin.init"
end)
