return scene {
    title = "图标写错了",
    view = function()
        return column {
            picture { icon = "chekc", width = 40, height = 40 },
        }
    end,
}
