-- 尝试：十万字不换行
-- 结局：runs
return scene {
    title = "画面",
    view = function()
        return scroll { text { text = "按这里" }, text { text = string.rep("x", 100000) } }
    end,
}
