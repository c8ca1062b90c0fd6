-- 尝试：四十个字上走不完的模式
-- 结局：card
local tap = require "tap"

return tap(function(state)
    string.find(string.rep("a", 40), string.rep("a-", 30) .. "b")
end)
