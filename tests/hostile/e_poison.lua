-- 尝试：改掉公用的函数，留给下一个展项
-- 结局：runs
string.rep = nil
table.concat = function() return "中毒" end
_G.scene, _G.text, _G.column = scene, text, column
engine = setmetatable({}, { __index = engine })
rawset(_G, "print", nil)
local tap = require "tap"

return tap(function() end)
