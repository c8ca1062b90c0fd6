-- 尝试：返回一个数
-- 结局：card
return 42
