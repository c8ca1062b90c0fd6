-- 故事的图：条件怎样读，多少幕，有没有走不到、走不出的地方。
local check = require "kit.check"
local routes = require "kit.routes"

local graph = {}

local compare = {
    [">="] = function(a, b) return a >= b end,
    ["<="] = function(a, b) return a <= b end,
    [">"] = function(a, b) return a > b end,
    ["<"] = function(a, b) return a < b end,
    ["=="] = function(a, b) return a == b end,
    ["~="] = function(a, b) return a ~= b end,
}

-- "trust >= 2" 变成一个看计数的函数；写得不对时记为问题，当作总是成立
function graph.condition(item)
    local name, sign, number = string.match(item.when, "^%s*([%a_][%w_]*)%s*([<>=~]=?)%s*(%-?%d+)%s*$")
    if not name or not compare[sign] then
        check.problem(item, "error", "看不懂的条件", item.when, "写成 \"计数名 >= 数字\"，可用 >= <= > < == ~=")
        return nil
    end
    local test, value = compare[sign], tonumber(number)
    item.counter, item.value = name, value
    return function(counters) return test(counters[name] or 0, value) end
end

-- 选择在记录里的名字：自己的 id，不然是去处；同一幕里去处重复时加上序号
function graph.mark(choices, c)
    if c.id then return c.id end
    local at, twin
    for i, other in ipairs(choices) do
        if other == c then at = i elseif other.to == c.to then twin = true end
    end
    return twin and string.format("%s#%d", c.to, at) or c.to
end

-- 走图要看每一幕，却不为此整理它们（check.lazy）：还没有整理的从花括号里看

local function choices_of(place)
    local given = check.given(place)
    if not given then return place.choices or {} end
    local list = {}
    for _, c in ipairs(place.kind == "moment" and given or {}) do
        if type(c) == "table" and c.kind == "choice" then list[#list + 1] = c end
    end
    return list
end

local function to_of(item)
    local given = check.given(item)
    local to = (given or item).to
    return type(to) == "string" and to or nil
end

-- 一幕可以去的地方；选择全有条件时，还有它自己的 to
local function ways(place)
    local list, sure = {}, false
    for _, c in ipairs(choices_of(place)) do
        list[#list + 1] = to_of(c)
        sure = sure or (check.given(c) or c).when == nil
    end
    if not sure and place.kind == "moment" then list[#list + 1] = to_of(place) end
    return list
end

-- 有没有哪一幕可以选
function graph.forks(story)
    for _, place in ipairs(story.list) do
        if #choices_of(place) > 1 then return true end
    end
    return false
end

-- 一共几幕：走最近的路到每个结局，取其中最远的一个
function graph.depth(story)
    local level, queue, most = { [story.start_at or ""] = 1 }, { story.start_at }, 1
    local next_at = 1
    while queue[next_at] do
        local place = story.places[queue[next_at]]
        next_at = next_at + 1
        if place and place.kind == "ending" then most = math.max(most, level[place.id]) end
        for _, to in ipairs(place and ways(place) or {}) do
            if not level[to] then
                level[to] = level[place.id] + 1
                queue[#queue + 1] = to
            end
        end
    end
    return most
end

-- 去处写错、但看得出想写哪一幕的，当作已经改好：不为同一个错再说那一幕走不到
local function reach(story)
    local seen, queue = {}, { story.start_at }
    while #queue > 0 do
        local id = table.remove(queue)
        id = story.places[id] and id or check.nearest(id, story.places)
        local place = story.places[id]
        if place and not seen[id] then
            seen[id] = true
            for _, to in ipairs(ways(place)) do queue[#queue + 1] = to end
        end
    end
    return seen
end

-- 能走到某个结局的幕：从结局倒着走
local function escapes(story)
    local out, queue, from = {}, {}, {} -- from：从哪几幕可以走到它
    for _, place in ipairs(story.list) do
        if place.kind == "ending" then queue[#queue + 1] = place.id end
        for _, to in ipairs(ways(place)) do
            from[to] = from[to] or {}
            table.insert(from[to], place.id)
        end
    end
    while #queue > 0 do
        local id = table.remove(queue)
        if not out[id] then
            out[id] = true
            for _, before in ipairs(from[id] or {}) do queue[#queue + 1] = before end
        end
    end
    return out
end

local function say(report, severity, item, message, offending, remedy)
    report[severity] { file = item.file, line = item.line, message = message, offending = offending, remedy = remedy }
end

local function check_targets(story, report, place)
    for _, c in ipairs(place.choices or {}) do
        if c.to and not story.places[c.to] then
            local near = check.nearest(c.to, story.places)
            say(report, "error", c, string.format("没有名叫“%s”的一幕", c.to), c.to,
                near and string.format("是否想写：%s", near) or "补上这一幕，或改 to")
        end
        for name, step in pairs(c.add or {}) do
            if type(step) ~= "number" then
                say(report, "error", c, string.format("计数“%s”要加的不是数字", name), tostring(step), string.format("写成 add = { %s = 1 }", name))
            elseif not (story.counters or {})[name] then
                local near = check.nearest(name, story.counters or {})
                say(report, "error", c, string.format("计数“%s”没有在 story 里写明", name), name,
                    near and string.format("是否想写：%s", near) or string.format("在 story 里写 counters = { %s = 0 }", name))
            end
        end
        if c.counter and not (story.counters or {})[c.counter] then
            say(report, "error", c, string.format("计数“%s”没有在 story 里写明", c.counter), c.when,
                string.format("在 story 里写 counters = { %s = 0 }", c.counter))
        end
    end
    if place.to and not story.places[place.to] then
        say(report, "error", place, string.format("没有名叫“%s”的一幕", place.to), place.to, "补上这一幕，或改 to")
    end
end

local function check_way_out(report, place)
    if place.kind ~= "moment" then return end
    if #place.choices == 0 and not place.to then
        say(report, "error", place, string.format("“%s”走到这里就没有路了", place.id), place.id, "加 choice，或写 to = \"…\"，或改成 ending")
    end
end

local function check_reach(story, report)
    local seen, out = reach(story), escapes(story)
    local circle, at = {}, nil
    for _, place in ipairs(story.list) do
        local what = place.kind == "ending" and "个结局" or "一幕"
        if not seen[place.id] then
            say(report, "error", place, string.format("这%s走不到：%s", what, place.id), place.id, "让某个 choice 的 to 指到它，或删去")
        elseif not out[place.id] and #ways(place) > 0 then
            circle[#circle + 1] = place.id
            at = at or place
        end
    end
    if at then
        say(report, "error", at, string.format("从“%s”出发总在绕圈，到不了结局", table.concat(circle, "”“")), at.id,
            "给这一圈加一条通向 ending 的路")
    end
    routes.check(story, report, seen, out)
end

local function check_story(story, report)
    local endings = 0
    for _, place in ipairs(story.list) do
        if place.kind == "ending" then endings = endings + 1 end
    end
    if #story.list == 0 then say(report, "error", story, "故事里一幕也没有", "", "加 moment 和 ending") end
    for name, value in pairs(story.counters or {}) do
        if type(value) ~= "number" then
            say(report, "error", story, string.format("计数“%s”的开头不是数字", tostring(name)), tostring(value), string.format("写成 counters = { %s = 0 }", tostring(name)))
        end
    end
    if endings == 0 then say(report, "error", story, "故事没有结局", "", "加一个 ending \"…\" { text = \"…\" }") end
    if story.lost_start then
        local near = check.nearest(story.lost_start, story.places)
        say(report, "error", story, string.format("开头的一幕“%s”不存在", story.lost_start), story.lost_start,
            near and string.format("是否想写：%s", near) or "改 start")
    end
end

-- 走不到、走不出、去处写错、没有结局
function graph.check(story, report)
    check_story(story, report)
    for _, place in ipairs(story.list) do
        check_targets(story, report, place)
        check_way_out(report, place)
    end
    check_reach(story, report)
end

return graph
