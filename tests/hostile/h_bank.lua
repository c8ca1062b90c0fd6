-- 尝试：一万道题的题库
-- 结局：runs
local items = {}
for i = 1, 10000 do items[i] = { id = "Q" .. i, text = "第" .. i .. "题：公款吃喝对不对？", answers = { "对", "不对" } } end
local tap = require "tap"

return tap(function() assert(#items == 10000) end)
