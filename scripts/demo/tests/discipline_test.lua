-- 纪法测一测：开头、第一题、走开
visit("开始答题，做到一半走开", function(v)
    v:tap "轻触屏幕开始"
    v:tap "纪法测一测"
    v:sees "开始答题"
    v:tap "开始答题"
    v:sees "第 1 题，共 10 题"
    v:shot "question"
    v:wait(300)
    v:sees "轻触屏幕开始"
    v:recorded("visit_end", { why = "timeout" })
end)
