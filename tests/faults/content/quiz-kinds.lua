-- 选项写成了不是文字的东西
return quiz {
    title = "种类不对",
    single { "甲是哪一个？", right = "甲", wrong = { "乙", true },
        explain = "第二个选项不是文字。", source = "《论语》" },
    order { "排好次序。", items = { "一", "二", function() end, "四" },
        explain = "第三项不是文字。", source = "《论语》" },
}
