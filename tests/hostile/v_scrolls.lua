-- 尝试：三十层滚动套滚动
-- 结局：runs
return scene {
    title = "画面",
    view = function()
        local t = text { text = "按这里" }
        for i = 1, 25 do t = scroll { height = 400, t } end
        return t
    end,
}
