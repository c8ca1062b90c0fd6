return exhibit {
    title = "图片不在",
    panel { title = "一", text = "这张图片没有。",
        picture = "lotos.svg" },
}
