-- 尝试：在大文字上数字符
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local s = string.rep("清", 300000)
    while true do utf8.len(s) end
end)
