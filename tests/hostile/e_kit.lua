-- 尝试：改掉构件，留给下一个展项
-- 结局：runs
local words = require "kit.words"
pcall(function() words.say = function() return "中毒" end end)
local tap = require "tap"

return tap(function() end)
