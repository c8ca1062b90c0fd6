-- 尝试：内存不够的错误都接住再来
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local t = {}
    while true do pcall(function() for i = 1, 1e9 do t[#t + 1] = { i } end end) end
end)
