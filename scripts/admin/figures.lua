-- 数字和口径：设备状态、参观人次、核验都用这里的说法。口径全文见 docs/figures.zh-CN.md。
local parts = require "parts"

local figures = {}

local days = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

function figures.days_in(y, m)
    if m == 2 and (y % 4 == 0 and y % 100 ~= 0 or y % 400 == 0) then return 29 end
    return days[m]
end

-- "2026-11-22 …" 所在的月：第一天、最后一天
function figures.month(now)
    local y, m = string.match(now or "", "^(%d+)-(%d+)")
    y, m = tonumber(y) or 1970, tonumber(m) or 1
    return string.format("%04d-%02d-01", y, m), string.format("%04d-%02d-%02d", y, m, figures.days_in(y, m))
end

-- 记录里是 UTC；按记下的时区换成当地时间
function figures.moment_of(r)
    local y, m, d, h, min = string.match(r.wall or "", "^(%d+)-(%d+)-(%d+)T(%d+):(%d+)")
    local minutes = y and tonumber(h) * 60 + tonumber(min) + (r.tz or 0)
    if not y or r.clock == "unset" then return "时间未知" end
    y, m, d = tonumber(y), tonumber(m), tonumber(d) + minutes // 1440
    if d < 1 then
        y, m = m == 1 and y - 1 or y, m == 1 and 12 or m - 1
        d = figures.days_in(y, m)
    elseif d > figures.days_in(y, m) then
        y, m, d = m == 12 and y + 1 or y, m == 12 and 1 or m + 1, 1
    end
    return string.format("%04d-%02d-%02d %02d:%02d", y, m, d, minutes % 1440 // 60, minutes % 60)
end

function figures.shift(y, m, by)
    local all = y * 12 + m - 1 + by
    return all // 12, all % 12 + 1
end

local function completions(c)
    local n = 0
    for _, s in ipairs(c.scenes or {}) do n = n + (s.completions or 0) end
    return n
end

-- 设备可用率：计划内开着的分钟比计划的分钟
function figures.availability(c)
    local a = c.availability
    if not a or type(a.planned_minutes) ~= "number" or type(a.rate) ~= "number" then return "—", "没有设开放时间" end
    return string.format("%.1f%%", a.rate * 100), "计划 " .. parts.number(a.planned_minutes) .. " 分钟"
end

function figures.four(c)
    if not c then return parts.figures { { "…", "有效人次", "正在统计" }, { "…", "完成次数", "正在统计" }, { "…", "设备可用率", "正在统计" }, { "…", "短暂触碰", "正在统计" } } end
    local rate, planned = figures.availability(c)
    return parts.figures {
        { parts.number(c.visits.valid), "有效人次", "本月，人次不等于人数" },
        { parts.number(completions(c)), "完成次数", string.format("本月，%d 个展项合计", #(c.scenes or {})) },
        { rate, "设备可用率", planned },
        { parts.number(c.visits.short_touch), "短暂触碰", "单列，不计入有效人次" } }
end

local ends = { { "finished", "结束参观" }, { "left", "中途离开" }, { "timeout", "超时" }, { "handover", "换人" },
    { "shutdown", "关机" }, { "power_loss", "断电" }, { "fault", "设备故障" } }

local function how_ended(c)
    local said = {}
    for _, e in ipairs(ends) do
        local n = c.ends and c.ends[e[1]] or 0
        if n and n > 0 then said[#said + 1] = e[2] .. " " .. parts.number(n) end
    end
    return #said > 0 and table.concat(said, "，") or "没有结束的参观"
end

-- 一行一个数：名、口径、数
function figures.lines(c)
    local v, r = c.visits, c.records or {}
    local function line(name, rule, n) return parts.line { name, rule, word = type(n) == "number" and parts.number(n) or n } end
    local rate, planned = figures.availability(c)
    local pruned = v.pruned_visits
    return {
        pruned and line("期满清理", "期内已有月份清理了明细，这些参观人次不在下面各数里", pruned) or false,
        line("参观人次", "从首次触摸到结束；是人次，不是人数", v.visits),
        line("有效人次", "至少 3 次操作、2 个画面、首末相隔 20 秒", v.valid),
        line("有效参与", "有效人次中至少完成一个展项的", v.effective),
        line("短暂触碰", "其余已结束的参观，单列", v.short_touch),
        line("完成次数", "到达内容声明的终点，各展项合计", completions(c)),
        line("唯一内容", "完成过的不同展项个数", v.breadth),
        line("设备可用率", planned, rate),
        line("如何结束", how_ended(c), ""),
        line("不计入的", "工作人员的使用、触摸异常，各自单列", (r.excluded_staff or 0) + (r.excluded_stuck or 0)),
        line("时间未知", "时钟没有校准、归不到日子的参观", r.unknown_visits or 0),
    }
end

function figures.completed(c) return completions(c) end

return figures
