-- 尝试：无穷大的尺寸
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return column { width = 1 / 0 }
    end,
}
