-- 尝试：标记套一万层
-- 结局：runs
return scene {
    title = "画面",
    view = function()
        return column { text { text = "按这里" }, text { rich = true, text = string.rep("<b>", 10000) .. "x" } }
    end,
}
