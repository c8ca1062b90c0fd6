return venue {
    title = "坏展馆", content = "bad@1", seal = "清风",
    zone { "一", cover { scene = "good", title = "好", picture = "covers/quiz.svg" } },
}
