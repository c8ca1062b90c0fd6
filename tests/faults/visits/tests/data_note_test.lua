-- 展馆没有自己的 data-note.lua：用程序自带的一页，中英两种文字
visit("数据说明用程序自带的一页", function(v)
    v:tap "轻触屏幕开始"
    v:tap "数据说明"
    v:sees "人次不等于人数"
    v:sees "12388"
    v:tap "English"
    v:sees "Visits, not persons"
    v:not_sees "人次不等于人数"
    v:shot "data-note-en"
    assert(v:count("fault") == 0, "记下了故障")
end)
