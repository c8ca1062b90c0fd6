-- 参观者在每一种情形里都走得下去
local function open(v, title)
    v:tap "轻触屏幕开始"
    v:tap(title)
end

visit("过期的题和年代跳过去", function(v)
    open(v, "过期的一组题")
    v:sees "第 1 节，共 2 节"
    v:tap "下一节"
    v:sees "末尾的一页"
    v:tap "首页"
    v:sees "阅"
end)

visit("只剩一页也能看完", function(v)
    open(v, "只剩一页")
    v:sees "只有这一页还看得到"
    v:tap "首页"
    v:sees "阅"
end)

visit("过期的一幕看不到正文，还能往下走", function(v)
    open(v, "过期的一幕")
    v:sees "这一条所引的规定已到复核日期"
    v:not_sees "旧规定说可以收"
    v:not_sees "旧条文"
    v:not_sees "《某某规定》第一条"
    v:shot "law-moment"
    v:tap "往下看"
    v:sees "结局：后来"
    v:not_sees "旧规定已经废止"
    v:shot "law-ending"
    v:tap "首页"
    v:sees "阅"
end)

visit("四说全过期，说明原因", function(v)
    open(v, "过期的四说")
    v:tap "往下看"
    v:tap "以案四说"
    v:sees "这一条所引的规定已到复核日期"
    v:not_sees "过期的一说"
    v:shot "sayings"
    v:tap "首页"
    v:sees "阅"
end)

visit("没有一个选择成立，也有路", function(v)
    open(v, "没有一个选择")
    v:sees "有去处的一幕"
    v:not_sees "看不见的"
    v:shot "stuck-to"
    v:tap "下一步"
    v:sees "没有去处的一幕"
    v:not_sees "也看不见的"
    v:shot "stuck-first"
    v:tap "本来看不见的"
    v:sees "走到了"
end)

visit("一道题也限时", function(v)
    open(v, "限时一题")
    v:sees "不限时"
    v:tap "开始答题"
    v:wait(5)
    v:sees "还有 25 秒"
    v:shot "clock"
    v:wait(26)
    v:sees "时间到了，看看解析"
    v:recorded("answer", { right = false })
end)

visit("一道题也可以不限时", function(v)
    open(v, "限时一题")
    v:tap "不限时"
    v:tap "开始答题"
    v:wait(40)
    v:not_sees "时间到了，看看解析"
    v:tap "A"
end)

visit("展项里的题限时；走开了就不再计时", function(v)
    open(v, "展项里的限时")
    v:tap "下一节"
    v:tap "开始答题"
    v:wait(5)
    v:sees "还有 25 秒"
    v:tap "上一步"
    v:wait(40)
    v:sees "开头的一页"
    assert(v:count("answer") == 0, "走开了还记下作答")
end)
