return exhibit {
    title = "图片在外面",
    panel { title = "一", text = "图片只能在 media 里。",
        picture = "../lotus.svg" },
}
