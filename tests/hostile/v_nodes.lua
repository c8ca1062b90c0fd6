-- 尝试：两万个以上的节点
-- 结局：card
return scene {
    title = "画面",
    view = function()
        local c = column {}
        for i = 1, 30000 do c[i] = text { text = "x" } end
        return c
    end,
}
