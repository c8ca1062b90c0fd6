return exhibit {
    title = "展项里的限时",
    panel { title = "第一页", text = "开头的一页。" },
    quiz {
        title = "里面的题",
        seconds = 30,
        single { "里面的题干？", id = "I1", right = "对", wrong = { "不对" }, explain = "里面也限时。", source = "《后汉书》" },
    },
}
