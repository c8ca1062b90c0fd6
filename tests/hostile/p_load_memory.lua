-- 尝试：一打开就吃光内存
-- 结局：card
local t = {}
for i = 1, 1e9 do t[i] = { i } end
