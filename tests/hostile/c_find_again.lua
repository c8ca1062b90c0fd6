-- 尝试：一个又一个走不完的模式，错误都接住
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local s = string.rep("x", 60000)
    while true do pcall(string.find, s, ".-.-y") end
end)
