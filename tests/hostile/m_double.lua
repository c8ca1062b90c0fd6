-- 尝试：文字一倍一倍地长
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local s = "x"
    while true do s = s .. s end
end)
