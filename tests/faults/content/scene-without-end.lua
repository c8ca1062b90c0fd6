local layout = require "kit.layout"
local ui = require "kit.widgets"

return scene {
    title = "越来越长",
    start = function() return { said = "字" } end,
    view = function(state)
        return layout.sheet { title = "越来越长", body = {
            text { text = state.said },
            ui.primary { "加一个字", on_tap = function() state.said = state.said .. "字" end },
        } }
    end,
}
