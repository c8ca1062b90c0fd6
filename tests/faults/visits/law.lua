local old = { source = "《某某规定》第一条", edition = "2019年公布", effective = "2019-01-01", scope = "公职人员", review_by = "2020-01-01" }

return story {
    title = "过期的一幕",
    moment "desk" {
        title = "桌前", text = "旧规定说可以收。", basis = old, readings = { { "《旧书》", "旧条文" } },
        choice { "往下看", to = "after" },
        choice { "不看了", to = "after" },
    },
    ending "after" { title = "后来", name = "后来", outcome = "good", text = "旧规定已经废止。", basis = old },
}
