-- 纪法测一测：做完十题看成绩；做到一半走开。题目是随机抽的，所以按题型作答
local function shows(v, text)
    return (pcall(v.sees, v, text))
end

local function enter(v)
    v:tap "轻触屏幕开始"
    v:tap "纪法测一测"
    v:sees "开始答题"
    v:tap "开始答题"
    v:sees "第 1 题，共 10 题"
end

-- 配对题从上到下一对一对地点；排序题照原样交；别的题选第一项
local function answer(v)
    if shows(v, "配对题") then
        local n = 1
        while shows(v, "请先配完全部") do
            v:tap(v:option(n))
            n = n + 1
        end
    elseif not shows(v, "排序题") then
        v:tap(v:option(1))
    end
    v:tap "提交答案"
end

visit("做完十题，看成绩和解析", function(v)
    enter(v)
    for i = 1, 10 do
        v:sees(string.format("第 %d 题，共 10 题", i))
        answer(v)
        v:tap(i < 10 and "下一题" or "查看成绩")
    end
    v:sees "答题成绩"
    v:shot "result"
    v:recorded("result", { of = 10 })
    v:tap "第 1 题，共 10 题"
    v:sees "回到成绩"
    v:tap "上一步"
    v:tap "再来一次"
    v:sees "开始答题"
    v:tap "首页"
    v:sees "阅"
end)

visit("做到一半走开", function(v)
    enter(v)
    v:shot "question"
    v:wait(300)
    v:sees "轻触屏幕开始"
    v:recorded("visit_end", { why = "timeout" })
end)
