return exhibit {
    title = "没有列入首页",
    panel { title = "一", text = "参观者看不到这一个。" },
}
