-- 尝试：最小和最大的整数当作位置
-- 结局：runs
local tap = require "tap"

return tap(function(state)
    for _, n in ipairs { math.mininteger, math.maxinteger } do
        pcall(string.find, "abc", "b", n)
        pcall(string.byte, "abc", math.mininteger, n)
        pcall(table.concat, { 1 }, "", n, math.maxinteger)
        pcall(utf8.codepoint, string.rep("x", 5000), math.mininteger, n)
    end
end)
