-- 参观人次：选一段日子，数和口径并排
local ui = require "kit.widgets"
local parts = require "parts"
local figures = require "figures"

local page = { name = "visits", title = "参观人次" }

local function ask(state)
    local v = state.visits
    v.counts, v.wrong = nil, nil
    local args = v.all and {} or { from = string.format("%04d-%02d-01", v.y, v.m), to = string.format("%04d-%02d-%02d", v.to_y, v.to_m, figures.days_in(v.to_y, v.to_m)) }
    admin.ask("counts", args, function(answer, ok)
        if ok then v.counts = answer else v.wrong = answer end
    end)
end

local function set_month(state, from)
    local v = state.visits
    v.y, v.m, v.to_y, v.to_m = from.y, from.m, from.y, from.m
end

function page.open(state)
    local y, m = string.match(state.hello.now or engine.ctx.today or "", "^(%d+)-(%d+)")
    state.visits = { today = { y = tonumber(y) or 2026, m = tonumber(m) or 1 } }
    set_month(state, state.visits.today)
    ask(state)
end

local function steppers(state)
    local v = state.visits
    local function change(which, by)
        if which == "from" then v.y, v.m = figures.shift(v.y, v.m, by) else v.to_y, v.to_m = figures.shift(v.to_y, v.to_m, by) end
        if v.y * 12 + v.m > v.to_y * 12 + v.to_m then
            if which == "from" then v.to_y, v.to_m = v.y, v.m else v.y, v.m = v.to_y, v.to_m end
        end
        v.all = false
        ask(state)
    end
    local function one(name, y, m, which)
        return parts.stepper { name = name, shown = v.all and "—" or string.format("%d年%d月", y, m), width = 300, change = function(by) change(which, by) end }
    end
    local box = parts.roomy() and row or column
    return box { gap = 32, align = parts.roomy() and "end" or "start", one("从", v.y, v.m, "from"), one("到", v.to_y, v.to_m, "to"),
        parts.pick({ { "month", "本月" }, { "all", "全部" } }, v.all and "all" or nil, function(what)
            v.all = what == "all"
            if not v.all then set_month(state, v.today) end
            ask(state)
        end) }
end

function page.view(state)
    local v = state.visits
    local below = v.counts and figures.lines(v.counts)
        or { text { text = v.wrong or "正在统计……", role = "body" } }
    return column { gap = 20, grow = 1,
        parts.title(page.title, "人次不等于人数；没有任何一项能对应到个人"),
        parts.roomy() and steppers(state) or false,
        scroll { key = "visits", grow = 1, gap = parts.roomy() and 0 or 20, not parts.roomy() and steppers(state) or false, column { below } } }
end

return page
