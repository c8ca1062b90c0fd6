-- 数据说明：这台机器数什么、不数什么。随程序带来；展馆自己写了 data-note.lua 就用展馆的。可以改说法，不改定义。
local layout = require "kit.layout"
local ui = require "kit.widgets"

local counted = {
    { { zh = "人次", en = "Visits" },
      { zh = "从第一次触摸到离开，记一次。人次不等于人数。", en = "From first touch to leaving. Visits, not persons." } },
    { { zh = "有效人次", en = "Valid visits" },
      { zh = "至少触摸三次、看过两个画面，头尾相隔二十秒以上。", en = "3 touches or more, 2 screens, over 20 seconds." } },
    { { zh = "完成次数", en = "Completions" },
      { zh = "看到展项结尾或做完全部题目，记一次完成。", en = "An exhibit’s end, or all questions answered." } },
    { { zh = "首次作答正确率", en = "First answers" },
      { zh = "每题只算第一次作答；不足 30 次的只报次数。", en = "How many are right; no rate below 30." } },
    { { zh = "少于 5", en = "Under 5" },
      { zh = "次数太少时不写具体数字，以免猜到个人。", en = "Small numbers are not printed." } },
}

local not_collected = {
    { zh = "姓名、单位、手机号", en = "Names, units, phones" },
    { zh = "证件与工号", en = "Identity, staff cards" },
    { zh = "人脸与指纹", en = "Faces and fingerprints" },
    { zh = "声音与录像", en = "Sound and video" },
    { zh = "手写笔迹", en = "Handwriting" },
}

local said = {
    title = { zh = "数据说明", en = "What is counted" },
    note = { zh = "这台机器数什么、不数什么，都写在这里。", en = "What this machine counts, and what it does not." },
    counts = { zh = "统计的是次数", en = "Counted: how often" },
    refused = { zh = "不采集的内容", en = "Never collected" },
    ask = { zh = "数据疑问，请问本单位纪检岗位。", en = "Questions: ask the integrity office." },
    tell = { zh = "反映问题，请拨打 12388。", en = "To report a concern: 12388." },
}

local function counted_part()
    return column { grow = 1, gap = 8, ui.subheading(said.counts, "act"), ui.table(counted, 300) }
end

local function refused_part()
    local list = {}
    for i, name in ipairs(not_collected) do
        list[i] = row { gap = 24, align = "center", min_height = 76, ui.icon("forbid", "think"), text { text = name, role = "body", grow = 1 } }
    end
    return column { width = not engine.ctx.portrait and engine.ctx.width * 552 / 1920 or nil, gap = 8,
        ui.subheading(said.refused, "think"),
        ui.panel { padding = { 12, 36 }, list },
        column { padding = { top = 16 }, text { text = said.ask }, text { text = said.tell } } }
end

local function view()
    local wide = not engine.ctx.portrait and not ui.large()
    local box = wide and row or column
    local tree = layout.sheet {
        key = "data-note", title = said.title, note = said.note,
        body = { box { gap = wide and 48 or 24, align = wide and "start" or nil, counted_part(), refused_part() } },
    }
    return tree, { screen = "data-note" }
end

return scene { title = said.title, view = view }
