return exhibit {
    title = "没有传完的图片",
    panel { title = "一", text = "开头是好的，后面没有了。",
        picture = "torn.png" },
}
