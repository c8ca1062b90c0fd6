local wrong = { "高处", "远处", "左边" }

return quiz {
    title = "小测验", picture = "covers/quiz.svg", draw = 2,
    single { "水往哪里流？", id = "T1", right = "低处", wrong = wrong, explain = "水往低处流。", source = "常识" },
    single { "雨往哪里落？", id = "T2", right = "低处", wrong = wrong, explain = "雨往低处落。", source = "常识" },
}
