-- 数据说明：这台机器数什么、不数什么。可以改说法，不改定义。
local layout = require "kit.layout"
local ui = require "kit.widgets"

local counted = {
    { "人次", "从第一次触摸到离开，记一次。人次不等于人数。" },
    { "有效人次", "至少触摸三次、看过两个画面，头尾相隔二十秒以上。" },
    { "完成次数", "看到展项结尾或做完全部题目，记一次完成。" },
    { "首次作答正确率", "每题只算第一次作答；不足 30 次的只报次数。" },
    { "少于 5", "次数太少时不写具体数字，以免猜到个人。" },
}

local not_collected = { "姓名、单位、手机号", "证件与工号", "人脸与指纹", "声音与录像", "手写笔迹" }

local function counted_part()
    return column { grow = 1, gap = 8, ui.subheading("统计的是次数", "act"), ui.table(counted, 300) }
end

local function refused_part()
    local list = {}
    for i, name in ipairs(not_collected) do
        list[i] = row { gap = 24, align = "center", min_height = 76, ui.icon("forbid", "think"), text { text = name, role = "body", grow = 1 } }
    end
    return column { width = not engine.ctx.portrait and engine.ctx.width * 552 / 1920 or nil, gap = 8,
        ui.subheading("不采集的内容", "think"),
        ui.panel { padding = { 12, 36 }, list },
        column { padding = { top = 16 },
            text "数据疑问，请问本单位纪检岗位。",
            text "反映问题，请拨打 12388。" } }
end

local function view()
    local wide = not engine.ctx.portrait and not ui.large()
    local box = wide and row or column
    local tree = layout.sheet {
        key = "data-note", title = "数据说明", note = "这台机器数什么、不数什么，都写在这里。",
        body = { box { gap = wide and 48 or 24, align = wide and "start" or nil, counted_part(), refused_part() } },
    }
    return tree, { screen = "data-note" }
end

return scene { title = "数据说明", view = view }
