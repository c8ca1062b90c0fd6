return story {
    title = "没有结局的故事",
    moment "only" {
        text = "只有一幕。",
        choice { "再看一遍", to = "only", when = "trust >= 2" },
    },
}
