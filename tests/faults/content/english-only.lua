return exhibit {
    title = "只有英文",
    panel { title = { en = "Only English" }, text = { en = "No Chinese here." } },
    panel {
        title = "太长的一页", fact = "这里再写四十个字这里再写四十个字这里再写四十个字这里再写四十个字这里再写四十个字",
        text = "这里先写一百个字这里先写一百个字这里先写一百个字这里先写一百个字这里先写一百个字这里先写一百个字这里先写一百个字这里先写一百个字这里先写一百个字这里先写一百个字这里先写一百个字",
    },
    quiz {
        title = "题",
        single { { en = "Which?" }, id = "E1", right = { en = "This" }, wrong = { "那个" }, explain = "解析。", source = "《后汉书》" },
    },
}
