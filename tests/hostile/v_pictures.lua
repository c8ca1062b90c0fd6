-- 尝试：三百张不存在的图
-- 结局：runs
return scene {
    title = "画面",
    view = function()
        local g = grid { columns = 20, text { text = "按这里" } }
        for i = 1, 300 do g[#g + 1] = picture { src = "none/" .. i .. ".png", width = 20, height = 20 } end
        return g
    end,
}
