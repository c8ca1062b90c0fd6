return quiz {
    title = "配图",
    judge { "看图：这样做对不对？", id = "P1", picture = "no-picture.svg", right = false, explain = "解析。", source = "《后汉书》" },
}
