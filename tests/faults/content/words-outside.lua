return exhibit {
    title = "一张琴",
    panel { title = "一", text = "他说"不必"，走了。" },
}
