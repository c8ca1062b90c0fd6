-- 口令：六到十二位数字。核对在另一个进程里做，这里只看结果。
local ui = require "kit.widgets"
local parts = require "parts"

local pin = {}

local function count_down(state)
    if state.ticking or (state.hello.wait or 0) <= 0 then return end
    state.ticking = true
    engine.timer(1000, function()
        state.ticking = false
        state.hello.wait = state.hello.wait - 1
        count_down(state)
    end)
end

function pin.open(state)
    state.digits, state.first, state.said, state.busy = "", nil, nil, false
    count_down(state)
end

local sentences = {
    wrong = "口令不对。",
    unset = "这台机器还没有设口令。",
}

local function heard(state, answer, ok, unlocked)
    state.busy, state.digits = false, ""
    if not ok then
        state.said = answer
        return
    end
    state.hello.wait = answer.wait
    state.said = sentences[answer.result] or answer.sentence
    if answer.result == "wait" then state.said = nil end
    count_down(state)
    if answer.result == "right" then unlocked() end
end

local function confirm(state, unlocked)
    if state.hello.pin_set then
        state.busy = true
        admin.ask("pin", { pin = state.digits }, function(answer, ok) heard(state, answer, ok, unlocked) end)
    elseif not state.first then
        state.first, state.digits, state.said = state.digits, "", nil
    elseif state.first ~= state.digits then
        state.first, state.digits, state.said = nil, "", "两次输入的不一样，请从头再设。"
    else
        state.busy = true
        admin.ask("set_pin", { pin = state.digits }, function(answer, ok)
            state.first = nil
            heard(state, answer, ok, unlocked)
        end)
    end
end

local function dots(typed)
    local list = {}
    for i = 1, math.max(6, typed) do
        list[i] = spacer { key = "dot" .. i, width = 44, height = 44, radius = 22, fill = i <= typed and "ink" or nil, edge = "ink", edge_width = 3 }
    end
    return row { gap = typed > 8 and 16 or 32, wrap = true, list }
end

local function words_for(state)
    if state.hello.pin_set then return "输入口令", "六到十二位数字。连续输错会停用一段时间。", "忘记口令，请在本机终端运行 kiosk set-pin。" end
    if state.first then return "再输一次", "请把刚才的口令再输一次。", "口令只保存在这台机器上，没有备用口令。" end
    return "设置口令", "这台机器还没有口令。请设六到十二位数字，不要用生日、电话和连号。", "口令只保存在这台机器上，没有备用口令。"
end

local function left(state)
    local title, body, note = words_for(state)
    local wait = state.hello.wait or 0
    local said = wait > 0 and string.format("连续输错，已停用。还要等 %d 秒。", wait) or state.busy and "正在核对……" or state.said
    return column { grow = 1, gap = 20,
        parts.title(title),
        text { text = body, role = "body" },
        spacer { height = 8 },
        dots(#state.digits),
        text { text = string.format("已输入 %d 位", #state.digits), role = "note", color = "grey" },
        said and row { key = "said", gap = 16, align = "center", padding = { 20, 28 }, radius = 12, edge = "think", fill = "think_pale",
            ui.icon("warn", "think"), text { text = said, role = "label", color = "think", grow = 1 } } or spacer { height = 80 },
        text { text = note, role = "note", color = "grey" } }
end

local function right(state, unlocked)
    local open = (state.hello.wait or 0) <= 0 and not state.busy
    local function put(digits) if open then state.digits, state.said = digits, nil end end
    return parts.keypad {
        width = 640,
        off = (state.hello.wait or 0) > 0,
        on_digit = function(d) if #state.digits < 12 then put(state.digits .. d) end end,
        on_clear = function() put("") end,
        on_back = function() put(string.sub(state.digits, 1, -2)) end,
        ready = open and #state.digits >= 6,
        missing = not open and "请稍候" or "还差 " .. math.max(1, 6 - #state.digits) .. " 位",
        on_confirm = function() confirm(state, unlocked) end }
end

-- 没有口令，也不能在屏幕上设：已经有人参观过
local function told(state)
    return column { grow = 1, gap = 24, padding = { 56, 224 },
        parts.title("还没有设口令"),
        text { text = "这台机器已经有人参观过，屏幕上不再能设第一个口令。", role = "body" },
        text { text = "请在本机终端运行下面的命令，设好后再来：", role = "body" },
        ui.panel { padding = { 24, 36 }, text { text = "kiosk set-pin", role = "figure", face = "digits", size = 48 } } }
end

function pin.view(state, unlocked)
    if not state.hello.pin_set and not state.hello.may_set_pin then return told(state) end
    if engine.ctx.portrait then
        return column { grow = 1, gap = 40, padding = { 56, 60 }, left(state), right(state, unlocked) }
    end
    local pad = ui.text_step() >= 3 and 72 or 224
    return row { grow = 1, gap = 96, padding = { top = 44, left = pad, right = pad == 72 and 72 or 272 }, left(state), right(state, unlocked) }
end

return pin
