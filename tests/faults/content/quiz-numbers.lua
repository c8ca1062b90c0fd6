return quiz {
    title = 12, draw = 0, pass = 9,
    single {
        "选哪个？", id = "A1", right = "甲", wrong = { "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸" },
        explain = "选甲。", source = "《书》",
    },
    single {
        "再选哪个？", id = "A2", right = "甲", wrong = { "乙", "甲 " },
        explain = "选甲。", source = "《书》",
    },
    single {
        "什么时候施行？", right = "甲", wrong = "乙",
        explain = "选甲。", source = "《某条例》", edition = "某年公布", effective = "2999-01-01", scope = "公职人员", review_by = "明年",
    },
}
