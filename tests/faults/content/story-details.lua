return story {
    title = "细处", start = "door", theme = "hong",
    counters = { favour = 0 },
    moment "door" {
        title = "门口", text = " ",
        choice { "进去", to = "stay" },
        choice { "进去", to = "stay" },
        choice { "看看", to = "stay", add = { favor = 1 } },
        choice { "等等", to = "stay", add = { favour = "一" } },
        choice { "再等等", to = "stay" },
    },
    ending "stay" { name = "留下", outcome = "好", text = "留下。" },
}
