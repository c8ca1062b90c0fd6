-- 尝试：画面是空的
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return nil
    end,
}
