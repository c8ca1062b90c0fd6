-- 尝试：什么也不返回
-- 结局：card
local x = 1
