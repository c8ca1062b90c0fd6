-- 尝试：一屏两千个节点的长书
-- 结局：runs
return scene {
    title = "画面",
    view = function()
        local s = scroll { text { text = "按这里" } }
        for i = 1, 2000 do s[#s + 1] = text { text = "第" .. i .. "段：公生明，廉生威。" } end
        return s
    end,
}
