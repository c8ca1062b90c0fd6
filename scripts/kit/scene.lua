-- 自由画面：自己写 start 和 view，用节点和 kit.widgets 里的小件搭。
-- scene { title = "……", start = function() return { … } end, view = function(state, ctx, host) return column { … } end }
-- screens 写明给检查和截图看的画面：{ { name = "……", state = function() return { … } end }, … }
local check = require "kit.check"
local basis = require "kit.basis"

local M = {}

local scene_fields = { title = "text", start = "func", view = "func", back = "func", screens = "list", theme = "name" }

local function full_head(head)
    head = head or {}
    head.screen = head.screen or "scene"
    head.back = head.back or "leave"
    return head
end

local function survey(self, report)
    check.flush(report, self)
    for _, item in ipairs(basis.cited()) do check.flush(report, item) end
    local list = {}
    for i, s in ipairs(self.screens or {}) do
        list[#list + 1] = { name = s.name or "screen" .. i, line = s.line or self.line, free = true, state = s.state or self.start }
    end
    if #list == 0 then list[1] = { name = "start", line = self.line, free = true, state = function() return self.start(engine.ctx) end } end
    return list
end

function M.scene(given)
    local self = check.make("scene", given, scene_fields)
    check.need(self, "title", "补上 title = \"……\"")
    check.need(self, "view", "补上 view = function(state, ctx) return column { … } end")
    local draw = self.view or function() return column {} end
    local begin = self.start or function() return {} end
    self.start = function(ctx) return begin(ctx) end
    self.view = function(state, ctx, host)
        local tree, head = draw(state, ctx, host)
        return tree, full_head(head)
    end
    self.back = self.back or function() return false end
    self.survey = function(report) return survey(self, report) end
    return self
end

return M
