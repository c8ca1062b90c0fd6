-- 场次管理：开场、闭场、申报人数。代号由机器编，不写人名、单位名。
local ui = require "kit.widgets"
local parts = require "parts"

local page = { name = "events", title = "场次管理" }

local function take(state, answer, ok)
    state.event_wrong = not ok and answer or nil
    if ok then
        state.event = answer
        state.heads = answer.heads or 0
        state.type = answer.code ~= "" and answer.type or state.type or answer.types[1]
    end
end

function page.open(state)
    state.event, state.event_said = nil, nil
    admin.ask("events", {}, function(answer, ok) take(state, answer, ok) end)
end

local function heads_pad(state, confirm, on_confirm)
    local function put(n) state.heads = math.max(0, math.min(100000, n)) end
    return parts.keypad {
        width = 560, key_height = 100, confirm = confirm, ready = true, on_confirm = on_confirm,
        on_digit = function(d) put(state.heads * 10 + tonumber(d)) end,
        on_clear = function() put(0) end,
        on_back = function() put(state.heads // 10) end }
end

local function kinds(state)
    local choices = {}
    for _, t in ipairs(state.event.types) do choices[#choices + 1] = { t, t } end
    return parts.pick(choices, state.type, function(t) state.type = t end)
end

local function left(state)
    local e = state.event
    local list = {}
    if e.code ~= "" then
        list = { parts.banner { kind = "calm", icon = "family", title = e.type, text = "场次 " .. e.code .. " 正在进行。结束时请再核对人数。" } }
    else
        list = { ui.heading "种类", kinds(state) }
    end
    return column { gap = 14, list,
        ui.heading "申报人数",
        row { gap = 20, align = "center", text { text = parts.number(state.heads), role = "figure" }, text { text = "人", role = "head" } },
        state.event_wrong and text { text = state.event_wrong, role = "body" } or state.event_said and text { text = state.event_said, role = "body", color = "ok_deep" } or false }
end

local function act(state)
    local open = state.event.code == ""
    local name = open and "event_open" or "event_close"
    return open and "开始这一场" or "结束这一场", function()
        admin.ask(name, { type = state.type, heads = state.heads }, function(answer, ok)
            take(state, answer, ok)
            state.event_said = ok and (open and "已开场，代号 " .. answer.code .. "。" or "已闭场。") or nil
        end)
    end
end

function page.view(state)
    if not state.event then return column { gap = 16, parts.title(page.title, state.event_wrong or "正在查看……") } end
    local confirm, tap = act(state)
    local pad = heads_pad(state, confirm, tap)
    local body
    if parts.roomy() then
        body = row { grow = 1, gap = 48, scroll { key = "event", grow = 1, left(state) }, pad }
    else
        body = scroll { key = "event", grow = 1, gap = 32, left(state), pad }
    end
    return column { gap = 20, grow = 1, parts.title(page.title, "人数是申报值，与观测到的人次分开列；代号由机器编，不写姓名"), body }
end

return page
