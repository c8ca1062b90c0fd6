-- 尝试：require 到内容文件夹外面
-- 结局：card
local tap = require "tap"

return tap(function(state)
    require "../../etc/passwd"
end)
