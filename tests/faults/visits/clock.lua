return quiz {
    title = "限时一题",
    seconds = 30,
    draw = 1,
    single { "三十秒的题？", id = "C1", right = "对", wrong = { "不对" }, explain = "一题也限时。", source = "《后汉书》" },
    single { "三十秒的题？", id = "C2", right = "对", wrong = { "不对" }, explain = "一题也限时。", source = "《后汉书》" },
}
