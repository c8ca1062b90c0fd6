-- 尝试：画面出错
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return text { text = nil .. "a" }
    end,
}
