-- 设备状态：本月的四个数，机器各处好不好，核验码，维护中的展项
local ui = require "kit.widgets"
local parts = require "parts"
local figures = require "figures"

local page = { name = "state", title = "设备状态" }

function page.open(state)
    admin.ask("state", {}, function(answer, ok)
        state.device = ok and answer or nil
        if not ok then return end
        local from, to = figures.month(answer.now)
        admin.ask("counts", { from = from, to = to }, function(counts, fine) state.month = fine and counts or nil end)
    end)
end

local function disk(d)
    if not d.disk_total or d.disk_total == 0 then return "看不到磁盘", "请检查", false end
    local used = math.floor(100 - d.disk_free * 100 / d.disk_total + 0.5)
    local said = string.format("已用 %d%%，还有 %s", used, parts.bytes(d.disk_free))
    if d.disk_free < (d.reserve or 0) then return said, "快满了", false end
    return said, "充足", true
end

local function journal(d)
    if not d.journal_ok then return d.journal, "要处理", false end
    if d.dropped > 0 then return string.format("有 %d 条没能记下", d.dropped), "要处理", false end
    if d.aside ~= "" then return "旧库已损坏，另存为 " .. d.aside, "已另存", false end
    return parts.number(d.records) .. " 条，首尾相接，都已落盘", "完整", true
end

local function shut_exhibits()
    local shut = {}
    for name in pairs(engine.ctx.shut) do shut[#shut + 1] = name end
    table.sort(shut)
    return shut
end

local function lines(state, go)
    local d = state.device
    local list = {}
    local function line(name, said, word, good, tap)
        list[#list + 1] = parts.line { name, said, word = word, good = good, tap = tap }
    end
    line("参观记录", journal(d))
    if d.clock_believed then
        line("时钟", parts.moment(d.now), "可信", true)
    else
        line("时钟", "没有校准过，现在显示 " .. d.now, "请校准时间", nil, function() go("settings") end)
    end
    line("存储空间", disk(d))
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
    local head = row { gap = 24, align = "end",
        column { grow = 1, parts.title(page.title, parts.moment(d.now) .. "　" .. string.match(d.since, "%d+:%d+") .. " 开机") },
        parts.code(d.code, "核验码，第 " .. parts.number(d.records) .. " 条") }
    local inside = column { gap = 16, figures.four(state.month), column { lines(state, go) } }
    return column { gap = 16, grow = 1, head, scroll { key = "state", grow = 1, inside } }
end

return page
