-- 管理界面：手势、口令、导出、可以拔出、离开。由 tests/app/admin_visits_test.sh 播放。
local function pin(v, digits)
  for d in string.gmatch(digits, "%d") do v:tap(d) end
  v:tap "确认"
end

local function unlock(v)
  v:admin()
  v:sees "输入口令"
  pin(v, "246813")
  v:sees "设备状态"
end

visit("an administrator exports and leaves", function(v)
  v:tap "轻触屏幕开始"
  unlock(v)
  v:recorded("visit_end", { why = "handover" })
  v:sees "核验码"
  v:shot "admin-state"
  v:tap "数据导出"
  v:sees "找到 U 盘"
  v:tap "导出到 QINGFENG"
  v:sees "可以拔出"
  v:shot "admin-export-done"
  v:tap "返回参观画面"
  v:sees "轻触屏幕开始"
end)

visit("the gesture alone starts no visit", function(v)
  v:admin()
  v:sees "输入口令"
  v:tap "返回参观画面"
  v:sees "轻触屏幕开始"
  assert(v:count("visit_start") == 0, "the administrator was counted as a visitor")
end)

visit("an open PIN pad returns to the visitors by itself", function(v)
  v:admin()
  v:sees "输入口令"
  v:wait(25)
  v:sees "轻触屏幕开始"
end)
