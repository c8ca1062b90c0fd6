-- 条文过了复核日期，管理员在设备状态里看得到，知道在哪些文件里
visit("设备状态说明哪些条文该复核", function(v)
    v:admin()
    for d in string.gmatch("246813", "%d") do v:tap(d) end
    v:tap "确认"
    v:sees "设备状态"
    v:sees "条文复核"
    v:sees "4 处已过复核日期"
    v:sees "law.lua"
    v:shot "state-review"
end)
