-- 给检查和截图看的画面：每页在各种情形下的样子。数字都是编的。
local hello = { venue = "青莲廊", id = "kiosk-1", lock_minutes = 3, pin_set = true, may_set_pin = false, wait = 0, note = "3 分钟无操作自动退出" }
local device = { version = "0.1.0", content = "demo@3", boot = 17, now = "2026-11-22 15:20", since = "2026-11-22 08:02", clock_believed = true, zone = 480,
    disk_free = 20 << 30, disk_total = 32 << 30, reserve = 8 << 20, journal_ok = true, journal = "", aside = "", records = 48213, waiting = 0, dropped = 0, code = "7K3M-QX9D" }
local counts = { visits = { visits = 825, valid = 612, effective = 498, short_touch = 213, ongoing = 0, breadth = 8 },
    ends = { finished = 301, left = 120, timeout = 380, handover = 20, power_loss = 4 }, records = { excluded_staff = 12, excluded_stuck = 3, unknown_visits = 0 },
    scenes = { { completions = 200 }, { completions = 186 } }, availability = { planned_minutes = 13200, open_minutes = 13094, rate = 0.992 } }
local stick = { path = "/media/QINGFENG", name = "QINGFENG", type = "vfat", read_only = false }

local function record(seq, kind, data, scene)
    return { seq = seq, kind = kind, wall = "2026-11-22T07:20:05.000Z", tz = 480, clock = "ok", scene = scene or "", data = data }
end

local no_faults = { days = 7, count = 0, all = true, records = {} }
local faults = { days = 7, count = 14, all = true, records = {
    record(48190, "fault", { what = "scene", detail = "scripts/stories/yang-zhen.lua:87: choices 还没有值（nil），不能取它里面的内容（field 'choices'）" }, "stories/yang-zhen"),
    record(48102, "fault", { what = "stage", detail = "屏幕程序两秒没有回应，已重新启动" }),
    record(47880, "fault", { what = "disk_full", detail = "开始使用预留空间" }) } }

local function sample(name, add)
    return { name = name, state = function()
        local state = { hello = hello, sticks = {}, unlocked = true, digits = "", device = device, month = counts, total = counts, heads = 45, faults = no_faults }
        add(state)
        return state
    end }
end

local function fresh(changes)
    local copy = {}
    for k, v in pairs(hello) do copy[k] = v end
    for k, v in pairs(changes) do copy[k] = v end
    return copy
end

local function rows()
    local list = {}
    for y = 1, 57 do
        local line = {}
        for x = 1, 57 do line[x] = (x * x + y * y * 3 + x * y) % 7 < 3 and "1" or "0" end
        list[y] = table.concat(line)
    end
    return table.concat(list, "\n")
end

local verdict = { good = true, finished = true, sentence = "签名、校验和、记录链都对；与本机的记录逐条一致。",
    result = { proven = { "8 个文件与 SHA256SUMS 一致", "签名出自本机", "48,213 条记录首尾相接", "与本机的记录一致" }, unproven = { "导出之后新增的记录不在其中" } } }

return {
    sample("pin", function(s) s.unlocked, s.digits = false, "1234" end),
    sample("pin-wrong", function(s) s.unlocked, s.said = false, "口令不对。" end),
    sample("pin-wait", function(s) s.unlocked, s.hello = false, fresh { wait = 47 } end),
    sample("pin-first", function(s) s.unlocked, s.hello = false, fresh { pin_set = false, may_set_pin = true } end),
    sample("pin-none", function(s) s.unlocked, s.hello = false, fresh { pin_set = false } end),
    sample("state", function(s) s.page = "state" end),
    sample("state-trouble", function(s)
        s.page, s.month = "state", nil
        local d = {}
        for k, v in pairs(device) do d[k] = v end
        d.clock_believed, d.now, d.journal_ok, d.waiting = false, "1970-01-01 08:03", false, 318
        d.journal = "记录库写不进去：磁盘已满。请导出数据后清理磁盘；参观照常，记录暂存在内存里。"
        s.device, s.faults = d, faults
    end),
    sample("state-reserve", function(s)
        s.page = "state"
        local d = {}
        for k, v in pairs(device) do d[k] = v end
        d.in_reserve, d.disk_free, d.journal = true, 3 << 20, "磁盘已满，正在使用预留空间，参观照常记录。请导出数据后清理磁盘。"
        s.device, s.faults = d, faults
    end),
    sample("state-faults", function(s) s.page, s.faults, s.listing = "state", faults, true end),
    sample("state-review", function(s)
        local d = { review_passed = 2, review_soon = 1, review_files = "case/contract.lua、quiz/discipline.lua" }
        for k, v in pairs(device) do d[k] = v end
        s.page, s.device = "state", d
    end),
    sample("export", function(s) s.page = "export" end),
    sample("export-stick", function(s) s.page, s.sticks = "export", { stick } end),
    sample("export-running", function(s)
        s.page, s.sticks, s.stick_name = "export", { stick }, "QINGFENG"
        s.exporting = { bytes = 62000, of_bytes = 100000, files = 8, of_files = 8, file = "records.jsonl", sentence = "正在读回核对" }
    end),
    sample("export-done", function(s)
        s.page, s.sticks, s.stick_name = "export", { stick }, "QINGFENG"
        s.exported = { good = true, finished = true, of_files = 8, code = "7K3M-QX9D", number = 48213, folder = "20261122-072005-48213", sentence = "" }
    end),
    sample("export-failed", function(s)
        s.page, s.sticks, s.export_wrong = "export", { stick }, "U 盘满了，还差 3 MB；盘上原来的文件没有动。改法：删掉不用的文件，或换一个 U 盘"
    end),
    sample("export-codes", function(s)
        s.page, s.codes = "export", { at = 1, month = "2026年11月", list = { { title = "合计（手机扫码即为文字）", rows = rows() }, { title = "签名", rows = rows() } }, code = "7K3M-QX9D", number = 48213 }
    end),
    sample("verify", function(s) s.page, s.sticks = "verify", { stick } end),
    sample("verify-done", function(s) s.page, s.sticks, s.verdict = "verify", { stick }, verdict end),
    sample("events", function(s)
        s.page = "events"
        s.event = { code = "", type = "", heads = 0, types = { "主题党日", "警示教育", "新任职教育", "家庭参观", "团体参观", "培训", "其他" } }
        s.type = "主题党日"
    end),
    sample("events-open", function(s)
        s.page = "events"
        s.event = { code = "1122-0930", type = "警示教育", heads = 45, types = { "主题党日" } }
        s.type = "警示教育"
    end),
    sample("modes", function(s) s.page = "modes" end),
    sample("visits", function(s)
        s.page, s.visits = "visits", { y = 2026, m = 11, to_y = 2026, to_m = 11, today = { y = 2026, m = 11 }, counts = counts }
    end),
    sample("settings", function(s)
        s.page, s.settings = "settings", { text_size = 0, brightness = 80, opening = "1-5 09:00-17:00", has_brightness = true, has_volume = false }
        s.clock, s.opening = { y = 2026, m = 11, d = 22, h = 15, min = 20 }, { text = "1-5 09:00-17:00", list = { { first = 1, last = 5, from = 540, to = 1020 } } }
        s.set_said = "字号已改。"
    end),
    sample("settings-hours", function(s)
        s.page, s.settings = "settings", { text_size = 0, brightness = 80, opening = "", has_brightness = false, has_volume = true, volume = 40 }
        s.hours, s.clock, s.opening = true, { y = 2026, m = 11, d = 22, h = 15, min = 20 }, { text = "", changed = true, list = {
            { first = 1, last = 5, from = 510, to = 1050 }, { first = 5, last = 6, from = 540, to = 720 } } }
    end),
    sample("settings-none", function(s)
        s.page, s.settings = "settings", { text_size = 0, brightness = 80, opening = "", has_brightness = false, has_volume = true }
        s.clock, s.opening = { y = 2026, m = 11, d = 22, h = 15, min = 20 }, { text = "", list = {} }
    end),
    sample("settings-hours-foreign", function(s)
        s.page, s.settings = "settings", { text_size = 0, brightness = 80, opening = "", has_brightness = false, has_volume = true }
        s.hours, s.clock, s.opening = true, { y = 2026, m = 11, d = 22, h = 15, min = 20 },
            { text = "1 09:00-17:00;2 09:00-17:00;3 09:00-17:00;4 09:00-17:00;5 09:00-16:30", foreign = true, list = {} }
    end),
    sample("log", function(s)
        s.page = "log"
        s.log = { record(48213, "staff", { act = "unlock" }), record(48190, "export", { folder = "20261122-072005-48190", upto = 48190, verified = true }),
            record(48120, "clock", { why = "admin" }), record(48101, "group", { act = "open", label = "1122-0930", heads = 45 }),
            record(48000, "staff", { act = "pin_wrong" }), record(47999, "staff", { act = "set", detail = "text_size=2" }) }
    end),
    sample("remove", function(s) s.page, s.sticks, s.dialog = "export", { stick }, { title = "可以拔出", text = "数据都已写完，U 盘已经卸下。" } end),
    sample("power", function(s)
        s.page, s.dialog = "state", { title = "重启或关机", text = "现在的参观记录已经写好，不会丢。", choices = { { "重启", function() end }, { "关机", function() end } } }
    end),
}
