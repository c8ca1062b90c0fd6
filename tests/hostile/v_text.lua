-- 尝试：十兆文字
-- 结局：card
return scene {
    title = "画面",
    view = function()
        local s = string.rep("清", 300000)
        return column { text { text = s }, text { text = s }, text { text = s }, text { text = s }, text { text = s }, text { text = s } }
    end,
}
