return scene {
    title = "放不下的文字",
    view = function()
        return column {
            row { width = 300, height = 60,
                text { text = "这一句话放在太小的框里，特大字号的时候一定放不下。", role = "title" } },
        }
    end,
}
