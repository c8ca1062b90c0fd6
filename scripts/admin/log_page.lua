-- 操作记录：工作人员做过的事，最近的在前。不写是谁，只写做了什么。
local ui = require "kit.widgets"
local parts = require "parts"
local figures = require "figures"

local page = { name = "log", title = "操作记录" }

function page.open(state)
    state.log = nil
    admin.ask("log", {}, function(answer, ok) state.log = ok and answer.records or {} end)
end

local acts = {
    unlock = "输入口令，进入管理界面", lock = "离开管理界面，已锁上", pin_wrong = "口令不对", set_pin = "设置口令",
    export = "导出数据", verify = "核验导出", remove = "安全移除 U 盘", clock = "校准时间", set = "改设置",
    release = "恢复开放展项", mode = "开始讲解或试看", reboot = "重启", poweroff = "关机", codes = "显示二维码",
}
local why = { set = "时钟变为可信", step = "时钟突然跳变", back = "时钟比上次还早", unset = "时钟变为不可信", admin = "管理员校时" }

local function said(r)
    local d = r.data or {}
    if r.kind == "staff" then
        local detail = type(d.detail) == "table" and d.detail[1] or d.detail
        return (acts[d.act] or d.act) .. (detail and "（" .. tostring(detail) .. "）" or "")
    elseif r.kind == "export" then
        return "导出到 " .. (d.folder or "") .. (d.verified and "，已读回核对" or "，没有核对完")
    elseif r.kind == "clock" then
        return why[d.why] or "时钟有变动"
    elseif r.kind == "group" then
        return string.format("%s %s，申报 %s 人", d.act == "close" and "闭场" or "开场", d.label or "", parts.number(d.heads))
    end
    return r.kind
end

function page.view(state)
    local list = {}
    for _, r in ipairs(state.log or {}) do
        list[#list + 1] = parts.line { figures.moment_of(r), said(r), width = 360, word = "第 " .. parts.number(r.seq) .. " 条" }
    end
    local none = not state.log and "正在查看……" or #list == 0 and "还没有操作记录。" or nil
    return column { gap = 20, grow = 1,
        parts.title(page.title, "最近六十条；与参观记录在同一条链上，改不了也删不掉"),
        none and text { text = none, role = "body" } or scroll { key = "log", grow = 1, list } }
end

return page
