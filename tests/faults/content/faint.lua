-- 正文的颜色太浅：第 5 行的字在底上看不清；第 6 行的说明文字本来就可以浅一些
return scene {
    title = "太浅的字",
    view = function()
        return column { padding = 60, gap = 24, text { text = "这一段正文的颜色太浅了。", role = "body", color = "#8A8A8A" },
            text { text = "一句说明", role = "note", color = "grey" },
            column { fill = "deep", padding = 24, text { text = "深底上的浅字没有问题。", role = "body", color = "on_deep" } } }
    end,
}
