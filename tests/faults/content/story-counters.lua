return story {
    title = "加不到的计数",
    counters = { favour = 0, trust = 0 },
    moment "door" {
        text = "门口。",
        choice { "收下", to = "room", add = { favour = 1 } },
        choice { "谢绝", to = "room", add = { trust = 1 } },
        choice { "转身走开", to = "maze" },
    },
    moment "room" {
        text = "屋里。",
        choice { "接着收", to = "taken", when = "favour >= 1" },
        choice { "收得更多", to = "rich", when = "favour >= 5" },
    },
    moment "maze" {
        text = "走廊。",
        choice { "再走一圈", to = "maze", add = { favour = 1 } },
        choice { "推门", to = "rich", when = "favour < 0" },
    },
    ending "taken" { outcome = "bad", text = "收下了。" },
    ending "rich" { outcome = "bad", text = "收得更多了。" },
}
