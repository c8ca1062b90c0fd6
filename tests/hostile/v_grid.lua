-- 尝试：一亿列的格子
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return grid { columns = 100000000, text { text = "x" } }
    end,
}
