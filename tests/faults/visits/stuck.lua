-- 没有一个选择的条件成立：写了 to 的按“下一步”往下走，没有写的给出第一个选择。
return story {
    title = "没有一个选择",
    counters = { favour = 0 },
    moment "one" { title = "第一幕", text = "有去处的一幕。", to = "two", choice { "看不见的", to = "end", when = "favour >= 5" } },
    moment "two" {
        title = "第二幕", text = "没有去处的一幕。",
        choice { "本来看不见的", to = "end", when = "favour >= 5" },
        choice { "也看不见的", to = "end", when = "favour >= 6" },
    },
    ending "end" { title = "结局", name = "结局", outcome = "good", text = "走到了。" },
}
