-- 尝试：很大的尺寸
-- 结局：runs
return scene {
    title = "画面",
    view = function()
        return column { width = 19000, height = 19000, text { text = "按这里" } }
    end,
}
