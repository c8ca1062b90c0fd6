-- 带条件的故事怎样走：把（幕，计数）的组合一种一种走到，找出从不成立的条件、走不到的结局、没有路的地方。
-- 只给内容检查用；图本身的毛病（去处写错、没有结局）由 kit.graph 说。
local check = require "kit.check"

local routes = {}

local MOST = 3000 -- 走这么多种就停

local function number_of(value)
    return type(value) == "number" and value or 0
end

-- 每个计数被比较的最小、最大的数，只加还是只减。超出比较范围的数没有分别：收拢起来，绕圈也走得完
local function ranges_of(story)
    local ranges = {}
    local function range(name)
        ranges[name] = ranges[name] or { up = true, down = true }
        return ranges[name]
    end
    for _, place in ipairs(story.list) do
        for _, c in ipairs(place.choices or {}) do
            if c.test then
                local r = range(c.counter)
                r.least, r.most = math.min(r.least or c.value, c.value), math.max(r.most or c.value, c.value)
            end
            for name, step in pairs(c.add or {}) do
                local r = range(name)
                if number_of(step) < 0 then r.up = false end
                if number_of(step) > 0 then r.down = false end
            end
        end
    end
    return ranges
end

local function gathered(range, value)
    if not range.least then return 0 end
    if range.up == range.down then return value end -- 从来不变，或者来回加减
    if range.up then value = math.min(value, range.most + 1) end
    if range.down then value = math.max(value, range.least - 1) end
    return value
end

local function names_of(ranges)
    local names = {}
    for name, r in pairs(ranges) do
        if r.least then names[#names + 1] = name end
    end
    table.sort(names)
    return names
end

local function counts_said(walk, counters)
    local list = {}
    for i, name in ipairs(walk.names) do list[i] = string.format("%s = %s", name, counters[name]) end
    return table.concat(list, "，")
end

-- 一种走法：在哪一幕，计数是多少。走过的不再走；before 记着从哪几种走到它
local function visit(walk, id, counters, from)
    local story = walk.story
    local place = story.places[id] or story.places[check.nearest(id, story.places) or ""]
    if not place then return end
    local key = place.id .. "|" .. counts_said(walk, counters)
    local state = walk.states[key]
    if not state then
        if #walk.queue >= MOST then
            walk.cut = true
            return
        end
        state = { place = place, counters = counters, before = {} }
        walk.states[key] = state
        walk.queue[#walk.queue + 1] = state
        walk.reached[place.id] = true
    end
    if from then state.before[#state.before + 1] = from end
end

local function added(walk, counters, add)
    local new = {}
    for name, range in pairs(walk.ranges) do
        new[name] = gathered(range, number_of(counters[name]) + number_of((add or {})[name]))
    end
    return new
end

local function step(walk, state)
    local place, open = state.place, 0
    for _, c in ipairs(place.choices or {}) do
        if not c.test or c.test(state.counters) then
            open = open + 1
            walk.used[c] = true
            if c.to then visit(walk, c.to, added(walk, state.counters, c.add), state) end
        end
    end
    if open > 0 or place.kind == "ending" then return end
    if place.to then
        visit(walk, place.to, state.counters, state)
    elseif #place.choices > 0 then
        state.stuck = true
    end
end

-- 从结局（和已经报告过的死路）倒着走，走得到的都有出路
local function mark_ways_out(walk)
    local queue = {}
    for _, state in ipairs(walk.queue) do
        if state.place.kind == "ending" or state.stuck then queue[#queue + 1] = state end
    end
    while #queue > 0 do
        local state = table.remove(queue)
        if not state.out then
            state.out = true
            for _, before in ipairs(state.before) do queue[#queue + 1] = before end
        end
    end
end

local function walk_all(story)
    local walk = { story = story, ranges = ranges_of(story), states = {}, queue = {}, reached = {}, used = {} }
    walk.names = names_of(walk.ranges)
    if story.start_at then visit(walk, story.start_at, added(walk, story.counters or {})) end
    local at = 1
    while walk.queue[at] do
        step(walk, walk.queue[at])
        at = at + 1
    end
    mark_ways_out(walk)
    return walk
end

-- ---- 报告 ----

local function say(report, severity, item, message, offending, remedy)
    report[severity] { file = item.file, line = item.line, message = message, offending = offending, remedy = remedy }
end

local function say_stuck(walk, report)
    local told = {}
    for _, state in ipairs(walk.queue) do
        local place = state.place
        if state.stuck and not told[place] then
            told[place] = true
            say(report, "error", place, string.format("走到“%s”时（%s）一个选择的条件也不成立", place.id, counts_said(walk, state.counters)), place.id,
                "留一个没有 when 的选择，或者给这一幕写 to = \"…\"，没有选择时往那里走")
        end
    end
end

local function say_never(walk, report, seen)
    for _, place in ipairs(walk.story.list) do
        if seen[place.id] and not walk.reached[place.id] then
            say(report, "error", place, string.format("这%s走不到：%s，通到它的选择条件从来不成立", place.kind == "ending" and "个结局" or "一幕", place.id),
                place.id, "看看通到它的 when 和前面的 add：计数最多能到几")
        end
        for _, c in ipairs(walk.reached[place.id] and place.choices or {}) do
            if c.test and not walk.used[c] then
                say(report, "warning", c, "这个选择从来不会出现：条件不会成立", c.when, "改 when，或者让前面的选择多加一些")
            end
        end
    end
end

-- out 是图上走得出去的幕：连图上都走不出去的，kit.graph 说过了
local function say_trapped(walk, report, out)
    for _, state in ipairs(walk.queue) do
        if not state.out and out[state.place.id] then
            say(report, "error", state.place, string.format("走到“%s”以后（%s）再也到不了结局", state.place.id, counts_said(walk, state.counters)),
                state.place.id, "给这一幕加一个没有 when 的去处")
            return
        end
    end
end

local function conditional(story)
    for _, place in ipairs(story.list) do
        for _, c in ipairs(place.choices or {}) do
            if c.test then return true end
        end
    end
    return false
end

-- seen、out：不看条件时走得到的、走得出去的幕
function routes.check(story, report, seen, out)
    if not conditional(story) then return end
    local walk = walk_all(story)
    say_stuck(walk, report)
    if walk.cut then
        say(report, "warning", story, string.format("计数的走法太多，只查了 %d 种", MOST), "counters", "少用几个计数，或者不要来回加减")
        return
    end
    say_never(walk, report, seen)
    say_trapped(walk, report, out)
end

return routes
