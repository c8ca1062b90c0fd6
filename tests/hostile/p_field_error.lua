-- 尝试：属性是会出错的东西
-- 结局：card
return setmetatable({}, { __index = function() error("逮住了") end })
