-- 尝试：十兆文字
-- 结局：card
return scene {
    title = "画面",
    view = function()
        local s = string.rep("清", 300000)
        local c = column {}
        for i = 1, 12 do c[i] = text { text = s } end
        return c
    end,
}
