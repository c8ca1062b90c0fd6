-- 廉吏长廊：七页、年代、排序、配对，看完盖“阅”印
local names = { "子罕", "羊续", "吴隐之", "包拯", "海瑞", "于成龙" }
local things = { ["羊续"] = "鱼", ["子罕"] = "玉", ["包拯"] = "砚", ["吴隐之"] = "泉", ["刘宠"] = "钱" }

visit("从头看到尾", function(v)
    v:tap "轻触屏幕开始"
    v:tap "廉吏长廊"
    v:sees "悬在庭中的鱼"
    v:pinch({ 500, 480 }, 2.4)
    v:shot "near"
    for _ = 1, 6 do v:tap "下一节" end
    v:sees "一张琴，一只鹤"
    v:tap "下一节"
    v:sees "他们在什么时候"
    v:shot "timeline"
    v:tap "继续"
    -- 把每个人一步一步移到自己的位置：先把最后一名移到最上，再倒着来
    for i = #names, 1, -1 do
        for _ = 1, 5 do v:tap("上移 " .. names[i]) end
    end
    v:shot "order"
    v:tap "提交答案"
    v:sees "回答正确"
    v:recorded("answer", { question = "Q31", right = true, attempt = 1 })
    v:tap "继续"
    for who, what in pairs(things) do
        v:tap(who)
        v:tap(what)
    end
    v:shot "match"
    v:tap "提交答案"
    v:sees "回答正确"
    v:recorded("answer", { question = "Q34", right = true })
    v:tap "首页"
    v:sees "阅"
end)
