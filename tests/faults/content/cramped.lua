return scene {
    title = "一条缝里的文字",
    view = function()
        return column { gap = 24, padding = 60,
            text { text = "从缝里看字", role = "title" },
            scroll { height = 150,
                text { text = "这一段话放在很矮的滚动框里，标准字号看得全，字号放大以后一次看不到三行。参观的人要一点一点往下拉，才读得完一句。编辑应当缩短它，或者让框高一些。", role = "story" } },
        }
    end,
}
