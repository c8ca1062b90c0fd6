local old = { source = "《某某规定》第一条", edition = "2019年公布", effective = "2019-01-01", scope = "公职人员", review_by = "2020-01-01" }

return case {
    title = "过期的四说",
    moment "desk" { title = "桌前", text = "这是虚构的案例。", choice { "往下看", to = "after" }, choice { "不看了", to = "after" } },
    ending "after" { title = "后来", name = "后来", outcome = "good", text = "后来的事。" },
    say "纪" { text = "过期的一说。", basis = old },
}
