-- 中间的一组题、一张年代表都过了复核日期：跳过去，第三部分还走得到。
local old = { source = "《某某规定》第一条", edition = "2019年公布", effective = "2019-01-01", scope = "公职人员", review_by = "2020-01-01" }

return exhibit {
    title = "过期的一组题",
    panel { title = "第一页", text = "开头的一页。" },
    quiz {
        title = "过期的题",
        single { "过期的题干？", id = "P1", right = "对", wrong = { "不对" }, explain = "过期的解析。", basis = old },
    },
    timeline {
        title = "过期的年代",
        entry { era = "今", title = "一", text = "过期的一条。", basis = old },
        entry { era = "后", title = "二", text = "过期的二条。", basis = old },
    },
    panel { title = "最后一页", text = "末尾的一页。" },
}
