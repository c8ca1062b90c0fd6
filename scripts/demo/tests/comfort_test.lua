-- 字号、对比度、低位操作、英文；待机画面轮换
visit("待机画面过半分钟换一张", function(v)
    v:sees "一池青莲"
    v:wait(32)
    v:sees "竹有其节"
    v:shot "second"
end)

visit("英文界面里走一遍四知堂", function(v)
    v:tap "轻触屏幕开始"
    v:tap "English"
    v:sees "Mirror of history"
    v:shot "home-en"
    v:tap "The Hall of Four Knows"
    v:tap "Next"
    v:sees "A visitor by lamplight"
    v:tap "Decline and send it back"
    v:sees "Four who know"
end)

visit("低位操作时首页翻页", function(v)
    v:tap "轻触屏幕开始"
    v:tap "低位操作"
    v:shot "home-reach"
    v:tap "下一页"
    v:sees "纪法测一测"
    v:shot "home-reach-2"
end)

visit("排序题可以拖动", function(v)
    v:tap "轻触屏幕开始"
    v:tap "廉吏长廊"
    for _ = 1, 7 do v:tap "下一节" end
    v:tap "继续"
    v:sees "排序题"
    v:drag("子罕", "海瑞")
    v:shot "dragged"
    v:tap "提交答案"
end)
