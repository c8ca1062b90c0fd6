-- 尝试：一千个同名的节点
-- 结局：runs
return scene {
    title = "画面",
    view = function()
        local c = column { text { text = "按这里" } }
        for i = 1, 1000 do c[#c + 1] = row { key = "same", text { text = "x" } } end
        return c
    end,
}
