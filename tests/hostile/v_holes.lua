-- 尝试：四十亿个“没有”：一个节点也不多
-- 结局：card
return scene {
    title = "画面",
    view = function()
        local none, all = {}, { type = "column" }
        for i = 1, 400000 do none[i] = false end
        for i = 1, 10000 do all[i] = none end
        return all
    end,
}
