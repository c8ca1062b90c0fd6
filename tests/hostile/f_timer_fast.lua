-- 尝试：每毫秒响一次的计时，画面不停地变
-- 结局：runs
local n = 0
return scene {
    title = "跑表",
    start = function()
        local function again() n = n + 1 engine.timer(1, again) end
        again()
        return {}
    end,
    view = function() return column { text { text = "数到" .. n }, button { on_tap = function() end, text "按这里" } } end,
}
