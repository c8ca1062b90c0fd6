-- 设备状态：本月的四个数，机器各处好不好，核验码，维护中的展项
local ui = require "kit.widgets"
local parts = require "parts"
local figures = require "figures"

local page = { name = "state", title = "设备状态" }

function page.open(state)
    state.listing = nil
    admin.ask("state", {}, function(answer, ok)
        state.device = ok and answer or nil
        if not ok then return end
        local from, to = figures.month(answer.now)
        admin.ask("counts", { from = from, to = to }, function(counts, fine) state.month = fine and counts or nil end)
    end)
    admin.ask("faults", {}, function(answer, ok) state.faults = ok and answer or nil end)
end

local function disk(d)
    if not d.disk_total or d.disk_total == 0 then return "看不到磁盘", "请检查", false end
    local used = math.floor(100 - d.disk_free * 100 / d.disk_total + 0.5)
    local said = string.format("已用 %d%%，还有 %s", used, parts.bytes(d.disk_free))
    if d.disk_free < (d.reserve or 0) then return said, "快满了", false end
    return said, "充足", true
end

local function journal(d)
    if not d.journal_ok then
        local waits = (d.waiting or 0) > 0 and string.format("现有 %s 条等着写入，断电会丢。", parts.number(d.waiting)) or ""
        return d.journal .. waits, "要处理", false
    end
    if d.in_reserve then return d.journal, "用着预留", false end
    if d.dropped > 0 then return string.format("有 %d 条没能记下", d.dropped), "要处理", false end
    if d.aside ~= "" then return "旧库已损坏，另存为 " .. d.aside, "已另存", false end
    return parts.number(d.records) .. " 条，首尾相接，都已落盘", "完整", true
end

-- 内容里引用的条文：哪些该复核了
local function review(d)
    local said = string.format("%d 处已过复核日期，参观者看不到；%d 处 30 天内到期", d.review_passed, d.review_soon)
    return said .. "：" .. d.review_files, "请复核", d.review_passed == 0 and nil
end

local function shut_exhibits()
    local shut = {}
    for name in pairs(engine.ctx.shut) do shut[#shut + 1] = name end
    table.sort(shut)
    return shut
end

local kinds = { scene = "展项出错", admin = "管理界面出错", stage = "屏幕程序重新启动", disk_full = "磁盘写满", records_dropped = "有记录没能记下",
    journal_wrong = "记录链不符", journal_damaged = "记录库损坏，已另存",
    journal_replaced = "记录库在运行中被换过" }

local function span(f) return f.all and string.format("最近 %d 天", f.days) or "最近的记录里" end

local function fault_line(state)
    local f = state.faults
    if not f then return false end
    if f.count == 0 then return parts.line { "故障", span(f) .. "没有出过故障", word = "没有", good = true } end
    return parts.line { "故障", string.format("%s %s 次", span(f), parts.number(f.count)), word = "看明细", tap = function() state.listing = true end }
end

-- 时间、什么、哪个展项，下面是原话：脚本出错时有文件和行号，改内容的人照着找
local function fault_list(state)
    local f = state.faults
    local list = {}
    for _, r in ipairs(f.records) do
        local what = r.data.what or ""
        list[#list + 1] = column { key = "fault-" .. r.seq, padding = { top = 12 }, gap = 4,
            text { text = figures.moment_of(r) .. "　" .. (kinds[what] or what) .. (r.scene ~= "" and "　" .. r.scene or ""), role = "label", size = 32 },
            text { text = r.data.detail or "", role = "body" }, spacer { height = 8 }, ui.rule() }
    end
    return column { gap = 16, grow = 1,
        parts.title("最近的故障", string.format("%s %s 次，这里是最近 %d 次；全部都在导出的记录里", span(f), parts.number(f.count), #f.records)),
        scroll { key = "faults", grow = 1, list },
        row { ui.secondary { "返回设备状态", key = "back", grow = 1, on_tap = function() state.listing = nil end } } }
end

local function lines(state, go)
    local d = state.device
    local list = {}
    local function line(name, said, word, good, tap)
        list[#list + 1] = parts.line { name, said, word = word, good = good, tap = tap }
    end
    line("参观记录", journal(d))
    list[#list + 1] = fault_line(state)
    if d.clock_believed then
        line("时钟", parts.moment(d.now), "可信", true)
    else
        line("时钟", "没有校准过，现在显示 " .. d.now, "请校准时间", nil, function() go("settings") end)
    end
    line("存储空间", disk(d))
    if (d.review_passed or 0) + (d.review_soon or 0) > 0 then line("条文复核", review(d)) end
    local shut = shut_exhibits()
    for _, name in ipairs(shut) do
        line("展项 " .. name, "一天内出错三次，已停用", "恢复开放", nil, function()
            admin.ask("release", { scene = name }, function() page.open(state) end)
        end)
    end
    if #shut == 0 then line("展项", "都在正常开放", "正常", true) end
    line("版本", string.format("内容 %s；程序 %s；第 %d 次启动", d.content ~= "" and d.content or "—", d.version, d.boot), nil)
    return list
end

function page.view(state, go)
    local d = state.device
    if not d then return column { gap = 16, parts.title(page.title, "正在查看……") } end
    if state.listing and state.faults then return fault_list(state) end
    local head = row { gap = 24, align = "end",
        column { grow = 1, parts.title(page.title, parts.moment(d.now) .. "　" .. string.match(d.since, "%d+:%d+") .. " 开机") },
        parts.code(d.code, "核验码，第 " .. parts.number(d.records) .. " 条") }
    local inside = column { gap = 16, figures.four(state.month), column { lines(state, go) } }
    return column { gap = 16, grow = 1, head, scroll { key = "state", grow = 1, inside } }
end

return page
