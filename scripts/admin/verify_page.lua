-- 核验：在见证人面前，把 U 盘上的导出与本机比对；同一口径的数字并排
local ui = require "kit.widgets"
local parts = require "parts"
local figures = require "figures"

local page = { name = "verify", title = "数据核验" }

function page.open(state)
    state.verdict, state.verify_wrong = nil, nil
    admin.ask("state", {}, function(answer, ok) if ok then state.device = answer end end)
    admin.ask("counts", {}, function(answer, ok) if ok then state.total = answer end end)
end

local function begin(state, stick)
    state.verdict, state.verify_wrong, state.verifying = nil, nil, { sentence = "正在读 U 盘", bytes = 0, of_bytes = 0 }
    admin.ask("verify", { stick = stick.path }, function(answer, ok)
        if ok and not answer.finished then
            state.verifying = answer
            return
        end
        state.verifying = nil
        if ok then state.verdict = answer else state.verify_wrong = answer end
    end)
end

local function verdict_lines(v)
    local list = {}
    local result = v.result or {}
    for _, f in ipairs(result.findings or {}) do list[#list + 1] = parts.line { f.text, f.remedy, word = "不符", good = false } end
    for _, said in ipairs(result.proven or {}) do list[#list + 1] = parts.line { said, "", word = "已证明", good = true } end
    for _, said in ipairs(result.unproven or {}) do list[#list + 1] = parts.line { said, "", word = "不能证明" } end
    return list
end

local function head(state)
    if state.verifying then
        local n = state.verifying
        local share = n.of_bytes > 0 and math.floor(100 * n.bytes / n.of_bytes) or 0
        return parts.banner { kind = "busy", title = "正在核验，请不要拔出", inside = meter { meter = "bar", value = share, of = 100, color = "think" } }
    elseif state.verify_wrong then
        return parts.banner { kind = "bad", title = "没有核验成", text = state.verify_wrong }
    elseif state.verdict then
        local v = state.verdict
        local first = v.result and v.result.findings and v.result.findings[1]
        if first and first.code == "not_an_export" then
            return parts.banner { kind = "bad", title = "没有核验", text = "这个 U 盘上没有本机的导出。" }
        end
        if v.result and v.result.good then return parts.banner { kind = "good", title = "与本机一致", text = v.sentence } end
        return parts.banner { kind = "bad", title = v.result and "有不一致的地方" or "没有核验", text = v.sentence }
    end
    local d = state.device
    return parts.banner { kind = "calm", icon = "book", title = "本机现在的数", text = "抄下核验码和条数，与交来的材料对照。",
        right = d and parts.code(d.code, "核验码，第 " .. parts.number(d.records) .. " 条") or false }
end

local function sticks(state)
    if #state.sticks == 0 then return { text { text = "要核验一个导出，请插入那个 U 盘。", role = "body" } } end
    local list = {}
    for _, s in ipairs(state.sticks) do
        list[#list + 1] = ui.secondary { "核验 " .. s.name .. " 上最新的导出", key = "stick-" .. s.path, icon = "usb", on_tap = function() begin(state, s) end }
    end
    return list
end

function page.view(state)
    local below = state.verdict and verdict_lines(state.verdict) or state.total and figures.lines(state.total) or {}
    local inside = ui.large() and not parts.portrait() -- 字大时一起滚动，才看得到几行
    return column { gap = 20, grow = 1,
        parts.title(page.title, "只读不写；同一口径，全部记录"),
        not inside and head(state),
        scroll { key = "verify" .. (state.verdict and "-done" or ""), grow = 1, gap = inside and 20 or 0, inside and head(state), column { below } },
        not state.verifying and column { gap = 16, sticks(state) } or false }
end

return page
