-- 数据导出：插入 U 盘、导出、可以拔出；不许用 U 盘的地方看二维码
local ui = require "kit.widgets"
local parts = require "parts"
local figures = require "figures"

local page = { name = "export", title = "数据导出" }

function page.open(state)
    if not state.exporting then state.exported, state.export_wrong = nil, nil end
    state.codes, state.codes_back = nil, nil
end

local function heard(state, answer, ok, last)
    if not ok then
        state.exporting, state.export_wrong = nil, answer
    elseif not answer.finished then
        state.exporting = answer
    else
        state.exporting = nil
        if answer.good then state.exported = answer else state.export_wrong = answer.sentence end
    end
end

local function begin(state, stick)
    state.exported, state.export_wrong = nil, nil
    state.exporting = { bytes = 0, of_bytes = 0, files = 0, of_files = 0, file = "", sentence = "正在准备文件" }
    state.stick_name = stick.name
    admin.ask("export", { stick = stick.path }, function(answer, ok, last) heard(state, answer, ok, last) end)
end

-- 写到哪一步：准备、写入、读回、收尾
local function stage_of(n)
    if n.of_files == 0 then return 1 end
    if n.files < n.of_files then return 2 end
    return n.bytes < n.of_bytes and 3 or 4
end

local steps = {
    { "准备文件", "报告、表格、原始记录" },
    { "写入 U 盘", "先写临时文件夹，不影响盘上旧文件" },
    { "读回核对", "逐个文件读出来，与本机比对" },
    { "完成收尾", "改名并同步，确认已经落盘" },
}

local function all_steps(now)
    local list = {}
    for i, s in ipairs(steps) do
        list[i] = parts.step(i, s, now == "done" and "done" or i < now and "done" or i == now and "now" or "wait")
    end
    return list
end

local function running(state)
    local n = state.exporting
    local share = n.of_bytes > 0 and math.min(1, n.bytes / n.of_bytes) or 0
    return {
        parts.banner { kind = "busy", title = "请不要拔出 U 盘",
            inside = row { gap = 24, align = "center", meter { meter = "bar", value = math.floor(share * 100), of = 100, color = "think", grow = 1, self = "center" },
                text { text = string.format("%d%%", math.floor(share * 100)), role = "label" },
                text { text = n.of_files > 0 and string.format("第 %d 个文件，共 %d 个", math.min(n.files + 1, n.of_files), n.of_files) or "正在准备", role = "note", color = "ink" } } },
        scroll { key = "steps", grow = 1, all_steps(stage_of(n)) },
        row { gap = 28, align = "center",
            ui.secondary { "停止导出", key = "cancel", width = 420, on_tap = function() admin.ask("cancel", {}) end },
            text { text = "停止后，盘上保持导出前的样子。", role = "note", color = "ink", grow = 1 } } }
end

local function done(state, go)
    local n = state.exported
    local inside = ui.large() and not parts.portrait() -- 字大时一起滚动，才看得到几行
    local banner = parts.banner { kind = "good", title = "可以拔出", text = string.format("%d 个文件都已读回核对，与本机一致。", n.of_files),
            right = parts.code(n.code, "核验码，第 " .. parts.number(n.number) .. " 条") }
    return {
        not inside and banner,
        scroll { key = "steps", grow = 1, inside and banner, column { all_steps("done") } },
        row { gap = 24,
            ui.secondary { "核验导出文件", key = "verify", grow = 1, on_tap = function() go("verify") end },
            ui.primary { "完成", key = "finish", grow = 1, on_tap = function() page.open(state) end } } }
end

local function stick_rows(state)
    local list = {}
    for _, s in ipairs(state.sticks) do
        list[#list + 1] = ui.plate({ key = "stick-" .. s.path, label = "导出到 " .. s.name, min_height = 132, fill = "panel", edge = "act", edge_width = 3, shadow = "card",
            on_tap = function() begin(state, s) end },
            row { grow = 1, gap = 28, align = "center", padding = { 16, 32 }, ui.icon("usb", "act", 56),
                column { grow = 1, text { text = "导出到 " .. s.name, role = "label" },
                    text { text = s.read_only and "这个盘写保护着，写不进去" or s.path, role = "note", color = "grey" } },
                ui.icon("chevron", "act") })
    end
    return list
end

local months_back = 12

-- 选中的月：by 个月以前，0 是本月
local function month_of(state)
    local y, m = string.match(state.device and state.device.now or engine.ctx.today or "", "^(%d+)-(%d+)")
    return figures.shift(tonumber(y) or 2026, tonumber(m) or 1, -(state.codes_back or 0))
end

local function month_stepper(state)
    local y, m = month_of(state)
    return parts.stepper { name = "月份", shown = string.format("%d年%d月", y, m), width = 300, change = function(by)
        state.codes_back = math.max(0, math.min(months_back - 1, (state.codes_back or 0) - by))
    end }
end

local function show_codes(state)
    local y, m = month_of(state)
    local from, to = figures.month(string.format("%04d-%02d", y, m))
    state.codes = { at = 1, month = string.format("%d年%d月", y, m) }
    admin.ask("codes", { from = from, to = to }, function(answer, ok)
        if not ok or answer.finished and not answer.good then
            state.codes = { wrong = ok and answer.sentence or answer }
        elseif answer.finished then
            state.codes = { at = 1, month = state.codes and state.codes.month, list = answer.result.codes, code = answer.code, number = answer.number }
        end
    end)
end

local function waiting(state)
    local said = state.export_wrong
    local head = said and parts.banner { kind = "bad", title = "没有导出", text = said }
        or #state.sticks > 0 and parts.banner { kind = "calm", title = "找到 U 盘", text = "点下面的 U 盘开始导出。拔出之前请等“可以拔出”。" }
        or parts.banner { kind = "calm", title = "请插入 U 盘", text = "插好以后，这里会自动出现。" }
    return {
        head,
        scroll { key = "sticks", grow = 1, gap = 20, stick_rows(state),
            ui.heading "不许用 U 盘的地方",
            text { text = "一个月的合计可以显示成二维码，用手机拍下；核验码证明它出自这台机器。", role = "body" },
            row { gap = 28, wrap = true, align = "end", padding = { 12, 0 }, month_stepper(state),
                ui.secondary { "显示二维码", key = "codes", on_tap = function() show_codes(state) end } } } }
end

local function code_screen(state)
    local c = state.codes
    local back = ui.secondary { "返回", key = "back", grow = 1, on_tap = function() state.codes = nil end }
    if not c.list then
        return { text { text = c.wrong or "正在统计……", role = "body" }, spacer { grow = 1 }, row { back } }
    end
    local side = parts.portrait() and 600 or parts.roomy() and 520 or 420
    local words = column { gap = 16, grow = 1,
        text { text = (c.month and c.month .. "　" or "") .. c.list[c.at].title, role = "head" },
        text { text = "用手机扫一扫，就能读出文字；不联网。两张都要存下：第一张是数，第二张是本机的签名。", role = "body" },
        text { text = "核验码", role = "note", color = "grey" },
        text { text = c.code, role = "figure", size = 48 },
        text { text = "记录到第 " .. parts.number(c.number) .. " 条", role = "note", color = "grey" } }
    local picture = matrix { key = "code" .. c.at, label = "二维码", rows = c.list[c.at].rows, width = side, height = side, self = "center" }
    local inside = parts.roomy() and row { key = "codes", grow = 1, gap = 40, align = "center", picture, words }
        or scroll { key = "codes", grow = 1, gap = 24, picture, words }
    return {
        inside,
        row { gap = 24, back, ui.pager(c.at, #c.list, function(at) c.at = at end) } }
end

function page.view(state, go)
    local note = state.exporting and ("导出到 U 盘“" .. (state.stick_name or "") .. "”") or "报告、表格、原始记录和签名，写进 U 盘的 qingfeng 文件夹"
    local inside = state.codes and code_screen(state) or state.exporting and running(state) or state.exported and done(state, go) or waiting(state)
    return column { gap = 14, grow = 1, parts.title(page.title, note), inside }
end

return page
