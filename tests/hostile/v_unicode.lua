-- 尝试：组合符、从右到左、零宽、私用区
-- 结局：runs
return scene {
    title = "画面",
    view = function()
        return column { text { text = "按这里" }, text { text = "e" .. string.rep("\u{301}", 3000) .. "\u{202E}abc\u{200B}\u{FEFF}\u{E000}\u{10FFFF}" } }
    end,
}
