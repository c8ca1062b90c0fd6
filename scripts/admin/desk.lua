-- 管理界面：口令，然后是各页。请求都由守护进程核对和记录；这里只管样子。
local ui = require "kit.widgets"
local parts = require "parts"
local pin = require "pin"
local samples = require "samples"

local pages = { require "state_page", require "export_page", require "verify_page", require "events_page", require "modes_page", require "visits_page",
    require "settings_page", require "log_page" }
local by_name = {}
for _, p in ipairs(pages) do by_name[p.name] = p end

local function watch(state)
    admin.ask("watch", {}, function(answer, ok)
        if ok then state.sticks = answer.sticks end
    end)
end

local function go(state)
    return function(name)
        state.page, state.dialog = name, nil
        by_name[name].open(state)
    end
end

local function unlocked(state)
    return function()
        state.unlocked = true
        watch(state)
        go(state)("state")
    end
end

local function start()
    local state = { sticks = {} }
    admin.ask("hello", {}, function(answer, ok)
        if not ok then return end
        state.hello = answer
        state.hello.note = string.format("%d 分钟无操作自动退出", answer.lock_minutes)
        pin.open(state)
    end)
    return state
end

local function leave() engine.go("home") end

-- ---- 安全移除、关机 ----

local function remove(state)
    local stick = state.sticks[1]
    state.dialog = { title = "安全移除 U 盘", busy = stick ~= nil, text = stick and "正在写完并卸下……" or "现在没有插着 U 盘。" }
    if not stick then return end
    admin.ask("remove", { stick = stick.path }, function(answer, ok)
        state.dialog = { title = ok and answer.good and "可以拔出" or "还不能拔出", text = ok and answer.sentence or answer }
    end)
end

local function power(state, what, said)
    state.dialog = { title = said, busy = true, text = "已交给系统，请稍候……" }
    admin.ask("power", { what = what }, function(answer, ok)
        if not ok then state.dialog = { title = "没有" .. said, text = answer } end
    end)
end

local function ask_power(state)
    state.dialog = { title = "重启或关机", text = "现在的参观记录已经写好，不会丢。", choices = {
        { "重启", function() power(state, "reboot", "重启") end },
        { "关机", function() power(state, "poweroff", "关机") end } } }
end

local function dialog(state)
    local d = state.dialog
    local buttons = {}
    for _, c in ipairs(d.choices or {}) do
        buttons[#buttons + 1] = ui.secondary { c[1], key = "choice-" .. c[1], grow = 1, height = 108, on_tap = c[2] }
    end
    if not d.busy then
        buttons[#buttons + 1] = ui.primary { d.choices and "不了" or "好", key = "ok", grow = 1.35, height = 108, on_tap = function() state.dialog = nil end }
    end
    local wide = engine.ctx.portrait and 960 or 1040
    return column { grow = 1, justify = "center", align = "center",
        column { key = "dialog", enter = "rise", width = wide, padding = { 64, 64 }, gap = 40, fill = "panel", radius = 20, shadow = "dialog",
            column { gap = 12, text { text = d.title, role = "title" }, text { text = d.text, role = "body" } },
            #buttons > 0 and (ui.text_step() == 4 and column or row) { gap = 24, buttons } or false } }
end

-- ---- 画面 ----

local function page_view(state)
    local p = by_name[state.page]
    local busy = state.exporting and "导出进行中，完成后可以离开。" or state.verifying and "核验进行中，完成后可以离开。" or nil
    local rail = parts.rail(pages, state.page, go(state), busy ~= nil)
    local inside = p.view(state, go(state))
    local body
    if engine.ctx.portrait then
        body = column { grow = 1, gap = 24, padding = { 28, 60 }, rail, ui.rule(), inside }
    else
        body = row { grow = 1, padding = { top = 40, right = 72, bottom = 20, left = 72 }, rail, spacer { width = 24 }, spacer { width = 2, fill = "hair" }, spacer { width = 46 },
            column { grow = 1, inside } }
    end
    return body, busy, "admin-" .. state.page
end

local function foot(state, busy)
    local right = state.unlocked and {
        { "安全移除 U 盘", key = "remove", icon = "usb", on_tap = function() remove(state) end },
        { "重启 / 关机", key = "power", icon = "finish", on_tap = function() ask_power(state) end } } or {}
    return parts.foot { leave = leave, why = busy, right = right }
end

local function view(state)
    local colors = parts.colors()
    local screen, body, busy = "admin", spacer { grow = 1 }, nil
    if state.hello and not state.unlocked then
        body, screen = pin.view(state, unlocked(state)), "admin-pin"
    elseif state.dialog then
        body, busy, screen = dialog(state), state.dialog.busy and "请稍候。" or nil, "admin-dialog"
    elseif state.unlocked then
        body, busy, screen = page_view(state)
    end
    return column { fill = colors.paper, parts.band(state.hello or { venue = "", id = "" }), body, foot(state, busy) }, { screen = screen }
end

return scene { title = "管理界面", start = start, view = view, screens = samples }
