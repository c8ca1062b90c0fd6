-- 一份被拆开的合同：一路放行，看四说；再换一种选择
visit("一路签下去，再看以案四说", function(v)
    v:tap "轻触屏幕开始"
    v:tap "一份被拆开的合同"
    v:sees "虚构的案例"
    v:tap "下一步"
    v:tap "同意拆分，先把工期保住"
    v:tap "照办，反正是会上定的"
    v:tap "签过的人多，盖章放行"
    v:sees "谁都签过字"
    v:recorded("ending", { ending = "after", outcome = "bad" })
    v:tap "以案四说"
    v:sees "适用：党员"
    v:sees "适用：国有企业管理人员"
    v:shot "panels"
    v:tap "上一步"
    v:tap "换一种选择"
    v:sees "只差一个复核章"
    v:tap "停下付款，当面问清楚"
    v:sees "最后一道门"
end)
