-- 四知堂：谢绝、收下再送回、一直留下
local function enter(v)
    v:tap "轻触屏幕开始"
    v:tap "四知堂·暮夜却金"
    v:sees "路过昌邑"
    v:tap "下一步"
    v:sees "灯下来客"
end

visit("谢绝以后走到清白的结局", function(v)
    enter(v)
    v:shot "night"
    v:tap "谢绝，请他带回去"
    v:sees "神知"
    v:sees "地知"
    v:tap "下一步"
    v:tap "不置产，留一个好名声"
    v:sees "结局：清白"
    v:shot "ending"
    v:recorded("choice", { at = "night", chosen = "leave" })
    v:recorded("ending", { ending = "refuse", outcome = "good" })
end)

visit("收下以后，天亮以前送回去", function(v)
    enter(v)
    v:tap "收下，当作一份心意"
    v:sees "史书里没有这一幕"
    v:tap "天亮以前，把金子送回去"
    v:sees "四个“知道”"
end)

visit("留下金子，再换一种选择", function(v)
    enter(v)
    v:tap "收下，当作一份心意"
    v:tap "不再去想，明天接着赶路"
    v:sees "结局：留下"
    v:recorded("ending", { ending = "kept", outcome = "bad" })
    v:tap "换一种选择"
    v:sees "假如收下"
end)

visit("上一步回到选择之前", function(v)
    enter(v)
    v:tap "谢绝，请他带回去"
    v:tap "上一步"
    v:sees "灯下来客"
end)
