return story {
    title = "走法太多",
    counters = { a = 0, b = "多", c = 0 },
    moment "ring" {
        text = "转圈。",
        choice { "加一", to = "ring", add = { a = 1 } },
        choice { "减一", to = "ring", add = { a = -1 } },
        choice { "走了", to = "out", when = "a == 7" },
        choice { "也走了", to = "out", when = "c >= 3" },
        choice { "再加", to = "ring", add = { c = 1 } },
    },
    ending "out" { outcome = "good", text = "出来了。" },
}
