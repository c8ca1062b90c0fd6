return scene {
    title = "标记不成对",
    view = function()
        return column {
            text { rich = true, text = "这里<b>加粗以后没有收尾。" },
        }
    end,
}
