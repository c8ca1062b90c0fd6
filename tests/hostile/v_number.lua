-- 尝试：画面是一个数
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return 42
    end,
}
