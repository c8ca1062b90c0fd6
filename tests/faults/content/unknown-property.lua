return scene {
    title = "节点的属性写错了",
    view = function()
        return column {
            text { text = "颜色的属性是 color。", colour = "ink" },
        }
    end,
}
