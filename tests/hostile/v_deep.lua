-- 尝试：一千层
-- 结局：card
return scene {
    title = "画面",
    view = function()
        local t = text { text = "x" }
        for i = 1, 1000 do t = column { t } end
        return t
    end,
}
