local layout = require "kit.layout"
local ui = require "kit.widgets"

local pages = {
    function(go) return { go(2), go(3), go(4) } end,
    function() return { text { text = "写错的属性", colour = "ink" } } end,
    function(go) return { picture { src = "behind.svg", height = 200 }, go(5) } end,
    function() return { text "没有的字：" } end,
    function(go) return { text "第二层", go(6) } end,
    function() return { picture { icon = "chekc", height = 40 } } end,
}

return scene {
    title = "按钮后面",
    start = function() return { at = 1 } end,
    view = function(state)
        local function go(i)
            return ui.primary { "去" .. i, on_tap = function() state.at = i end }
        end
        return layout.sheet { title = "按钮后面", body = pages[state.at](go) }, { screen = "page" .. state.at }
    end,
}
