-- 除了一页都过了复核日期：打开这一页就算看完。
return exhibit {
    title = "只剩一页",
    panel { title = "留下的一页", text = "只有这一页还看得到。" },
    panel {
        title = "收起的一页", text = "过期的正文。", source = "《某某规定》第一条", edition = "2019年公布", effective = "2019-01-01",
        scope = "公职人员", review_by = "2020-01-01",
    },
}
