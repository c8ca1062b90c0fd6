return story {
    title = "开头", start = "dor",
    moment "door" { title = "门口", text = "门口。", to = "stay" },
    ending "stay" { name = "留下", outcome = "good", text = "留下。" },
}
