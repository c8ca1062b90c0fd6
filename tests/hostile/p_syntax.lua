-- 尝试：语法错误
-- 结局：card
return scene {
    title = "x",
    view = function( return end
}
