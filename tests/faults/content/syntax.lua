return exhibit {
    title = "少了一个逗号",
    panel { title = "一" text = "这一页的两项之间漏了逗号。" },
}
