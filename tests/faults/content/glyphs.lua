return exhibit {
    title = "显示不出的字",
    panel { title = "一", text = "自己造的字  哪里都没有。" },
    panel { title = "二", text = "藏在文字里的控制字符 \u{200B}\7 看不见。" },
}
