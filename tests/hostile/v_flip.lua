-- 尝试：每次都换一棵完全不同的树
-- 结局：runs
local tap = require "tap"
local n = 0
return scene {
    title = "换",
    view = function()
        n = n + 1
        local make = n % 2 == 0 and row or column
        local c = make { button { on_tap = function() end, text "按这里" } }
        for i = 1, 2000 do c[#c + 1] = n % 2 == 0 and spacer {} or text { text = "x" .. n } end
        return c
    end,
}
