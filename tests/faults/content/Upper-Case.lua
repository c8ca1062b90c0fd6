return exhibit {
    title = "文件名有大写字母",
    panel { title = "一", text = "打不开。" },
}
