return exhibit {
    title = "字段写错了",
    panel {
        titel = "这里应当写 title",
        text = "这一页没有标题。",
    },
}
