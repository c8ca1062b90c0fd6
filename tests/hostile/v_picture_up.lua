-- 尝试：图片指到文件夹外面
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return column { text { text = "按这里" }, picture { src = "../../etc/passwd", width = 100, height = 100 } }
    end,
}
