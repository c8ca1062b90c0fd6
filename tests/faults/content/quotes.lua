return exhibit {
    title = “一张琴”,
}
