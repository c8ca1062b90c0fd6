-- 尝试：自己是自己的孩子
-- 结局：card
return scene {
    title = "画面",
    view = function()
        local c = column {}
        c[1] = c
        return c
    end,
}
