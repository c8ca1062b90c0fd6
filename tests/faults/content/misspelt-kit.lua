return stroy {
    title = "构件名写错了",
    ending "only" { text = "这里应当写 story。" },
}
