-- 尝试：同一个孩子用两次，套三十层：十亿个节点
-- 结局：card
return scene {
    title = "画面",
    view = function()
        local t = text { text = "x" }
        for i = 1, 30 do t = column { t, t } end
        return t
    end,
}
