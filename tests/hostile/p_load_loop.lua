-- 尝试：一打开就不停
-- 结局：card
while true do end
