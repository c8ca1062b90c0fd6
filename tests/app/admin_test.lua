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
  v:sees "没有出过故障"
  v:sees "内容 demo@"
  v:shot "admin-state"
  v:tap "数据导出"
  v:sees "找到 U 盘"
  v:tap "导出到 QINGFENG"
  v:sees "可以拔出"
  v:shot "admin-export-done"
  v:tap "返回参观画面"
  v:sees "轻触屏幕开始"
end)

visit("an inspector verifies the stick, and one that was changed is named", function(v)
  unlock(v)
  v:tap "数据核验"
  v:tap "核验 QINGFENG 上最新的导出"
  v:sees "没有核验"
  v:tap "数据导出"
  v:tap "导出到 QINGFENG"
  v:sees "可以拔出"
  v:tap "核验导出文件"
  v:tap "核验 QINGFENG 上最新的导出"
  v:sees "与本机一致"
  v:shot "admin-verified"
  v:tap "安全移除 U 盘"
  v:sees "可以拔出"
  v:tap "好"
  v:tap "返回参观画面"
  v:sees "轻触屏幕开始"
end)

visit("codes for places without sticks", function(v)
  unlock(v)
  v:tap "数据导出"
  v:tap "显示二维码"
  v:sees "核验码"
  v:shot "admin-codes"
  v:tap "下一页"
  v:sees "签名"
  v:tap "返回"
  v:sees "找到 U 盘"
  for _ = 1, 14 do v:tap "月份减" end
  v:tap "月份加"
  v:tap "显示二维码"
  v:sees "2026年1月"
  v:shot "admin-codes-earlier"
end)

visit("an event is opened and closed, and kept as declared", function(v)
  unlock(v)
  v:tap "场次管理"
  v:tap "警示教育"
  v:tap "4"
  v:tap "5"
  v:tap "开始这一场"
  v:sees "正在进行"
  v:tap "退格"
  v:tap "结束这一场"
  v:sees "已闭场"
  v:tap "操作记录"
  v:sees "申报 45 人"
  v:sees "申报 4 人"
  v:tap "参观人次"
  v:sees "有效人次"
end)

visit("settings hold and every change is a record", function(v)
  unlock(v)
  v:tap "系统设置"
  v:tap "校准"
  v:sees "时间已校准"
  v:tap "大字"
  v:sees "字号已改"
  v:tap "操作记录"
  v:sees "管理员校时"
  v:sees "text_size=2"
end)

visit("the size that was set is the newcomer's too", function(v)
  unlock(v)
  v:tap "系统设置"
  v:tap "大字"
  v:tap "返回"
  v:tap "轻触屏幕开始"
  v:wait(46)
  v:tap "我是新来的"
  v:tap "大字版"
  v:recorded("setting", { name = "text_size", value = "largest" })
end)

local function to_hours(v)
  v:drag({ x = 1100, y = 800 }, { x = 1100, y = 200 })
  v:wait(2)
  v:tap "改开放时间"
end

visit("opening hours hold several parts, and none", function(v)
  unlock(v)
  v:tap "系统设置"
  to_hours(v)
  v:sees "未登记"
  v:tap "登记开放时间"
  v:sees "还没保存"
  v:tap "加一段"
  v:shot "admin-hours"
  v:tap "保存开放时间"
  v:sees "开放时间已保存"
  v:tap "操作记录"
  v:sees "opening_hours=1-5 09:00-17:00;6-7 09:00-17:00"
  v:tap "系统设置"
  to_hours(v)
  v:sees "周六至周日 09:00—17:00"
  v:tap "到减"
  v:tap "不改了"
  to_hours(v)
  v:tap "不登记"
  v:tap "保存开放时间"
  v:sees "已改为不登记"
  v:tap "操作记录"
  v:sees "opening_hours=）"
end)

visit("wrong PINs slow down, and the next visit finds the same wait", function(v)
  v:admin()
  for _ = 1, 3 do
    pin(v, "111222")
    v:sees "口令不对"
  end
  pin(v, "111222")
  v:sees "还要等"
  v:tap "1"
  v:sees "已输入 0 位"
  v:tap "返回参观画面"
  v:admin()
  v:sees "还要等"
end)

visit("it locks itself when nobody touches it", function(v)
  unlock(v)
  v:wait(170)
  v:sees "设备状态"
  v:wait(15)
  v:sees "轻触屏幕开始"
  v:admin()
  v:sees "输入口令"
end)

visit("what staff show is nobody's visit", function(v)
  unlock(v)
  v:tap "讲解试看"
  v:tap "开始试看"
  v:sees "轻触屏幕开始"
  v:tap "轻触屏幕开始"
  v:recorded("visit_start", { mode = "staff" })
  v:tap "结束试看"
  v:sees "轻触屏幕开始"
  v:tap "轻触屏幕开始"
  v:sees "结束参观"
  assert(v:count("visit_start") == 2, "the second visit did not begin")
end)

visit("a talk is not cut by its pauses", function(v)
  unlock(v)
  v:tap "讲解试看"
  v:shot "admin-modes"
  v:tap "开始讲解"
  v:wait(120)
  v:tap "轻触屏幕开始"
  v:recorded("visit_start", { mode = "presenter" })
  v:wait(600)
  v:sees "结束讲解"
  v:shot "talk"
  assert(v:count("visit_end") == 0, "the pause ended the talk")
  v:wait(300)
  v:sees "您还在参观吗"
  v:wait(30)
  v:recorded("visit_end", { why = "timeout" })
  v:tap "轻触屏幕开始"
  v:sees "结束参观"
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
