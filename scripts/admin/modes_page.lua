-- 讲解试看：工作人员用机器时，参观不计入数据
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
        parts.title(page.title, "从下一次触摸起，到点底栏的“结束讲解”“结束试看”，或 15 分钟没有人碰为止"),
        scroll { key = "modes", grow = 1, gap = 20,
            box { gap = 24,
                card("给一群人讲解", "讲解员操作，大家看，停下来说话不会被打断。其间的参观单独记成讲解，不计入参观人次；来了多少人，请在“场次管理”里申报。",
                    ui.primary { "开始讲解", key = "presenter", on_tap = choose(state, "presenter") }),
                card("工作人员试看", "换了内容、擦了屏幕以后走一遍。其间的参观单独记成工作人员的，不计入参观人次。",
                    ui.secondary { "开始试看", key = "staff", on_tap = choose(state, "staff") }) },
            state.mode_wrong and text { text = state.mode_wrong, role = "body" } or false } }
end

return page
