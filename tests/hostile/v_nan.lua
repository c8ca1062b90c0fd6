-- 尝试：不是数的尺寸
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return column { width = 0 / 0 }
    end,
}
