-- 尝试：没有的属性
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return text { text = "x", colour = "ink" }
    end,
}
