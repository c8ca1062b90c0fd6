-- 讲解试看：工作人员用机器时，那一次参观不计入数据
local ui = require "kit.widgets"
local parts = require "parts"

local page = { name = "modes", title = "讲解试看" }

function page.open(state)
    state.mode_wrong = nil
end

local function choose(state, mode)
    return function()
        admin.ask("mode", { mode = mode }, function(answer, ok)
            if ok then engine.go("home") else state.mode_wrong = answer end
        end)
    end
end

local function card(title, said, button)
    return ui.panel { padding = { 28, 36 }, gap = 16, grow = 1,
        text { text = title, role = "head" },
        text { text = said, role = "body", text_align = "justify" },
        spacer { grow = 1 }, button }
end

function page.view(state)
    local box = parts.roomy() and row or column
    return column { gap = 20, grow = 1,
        parts.title(page.title, "只管下一次参观；它结束以后，机器照常计数"),
        scroll { key = "modes", grow = 1, gap = 20,
            box { gap = 24,
                card("给一群人讲解", "讲解员操作，大家看。这一次参观单独记成讲解，不计入参观人次；来了多少人，请在“场次管理”里申报。",
                    ui.primary { "开始讲解", key = "presenter", on_tap = choose(state, "presenter") }),
                card("工作人员试看", "换了内容、擦了屏幕以后走一遍。这一次参观单独记成工作人员的，不计入参观人次。",
                    ui.secondary { "开始试看", key = "staff", on_tap = choose(state, "staff") }) },
            state.mode_wrong and text { text = state.mode_wrong, role = "body" } or false } }
end

return page
