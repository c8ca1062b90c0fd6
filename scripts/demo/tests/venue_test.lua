-- 待机、首页、数据说明
visit("从待机画面进到首页", function(v)
    v:sees "轻触屏幕开始"
    v:shot "attract"
    v:tap "轻触屏幕开始"
    v:sees "青莲廊 · 廉洁文化微阵地"
    v:sees "以史为镜"
    v:sees "纪法测一测"
    v:shot "home"
end)

visit("看数据说明再回首页", function(v)
    v:tap "轻触屏幕开始"
    v:tap "数据说明"
    v:sees "人次不等于人数"
    v:sees "12388"
    v:shot "data-note"
    v:tap "首页"
    v:sees "以史为镜"
end)

visit("走开以后回到待机画面", function(v)
    v:tap "轻触屏幕开始"
    v:tap "四知堂·暮夜却金"
    v:wait(200)
    v:sees "轻触屏幕开始"
    v:recorded("visit_end", { why = "timeout" })
end)
