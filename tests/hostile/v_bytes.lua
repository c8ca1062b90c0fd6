-- 尝试：不是文字的字节
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return text { text = "\xff\xfe\xc3" }
    end,
}
