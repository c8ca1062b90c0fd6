return exhibit {
    title = "图片不对",
    panel { title = "一", text = "扩展名和内容不符。", picture = "photo.png" },
    panel { title = "二", text = "文件只有开头。", picture = "cut.png" },
    panel { title = "三", text = "不认得的格式。", picture = "moving.gif" },
    panel { title = "四", text = "画不出的图形。", picture = "faulty.svg" },
    panel { title = "五", text = "没有大小的图形。", picture = "sizeless.svg" },
    panel { title = "六", text = "像素太多。", picture = "huge.png" },
}
