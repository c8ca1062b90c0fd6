-- 尝试：画面算不完
-- 结局：card
return scene {
    title = "画面",
    view = function()
        while true do end
    end,
}
