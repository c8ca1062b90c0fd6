-- 尝试：负的尺寸
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return column { width = -1e9, text { text = "x" } }
    end,
}
