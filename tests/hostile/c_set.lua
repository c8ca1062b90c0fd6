-- 尝试：一千个字的字符集，在长文字上反复
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local set = "[" .. string.rep("a", 1000) .. "]-b"
    while true do string.find(string.rep("a", 60000), set) end
end)
