local basis = require "kit.basis"
local layout = require "kit.layout"
local old = { edition = "2019年公布", effective = "2019-01-01", scope = "公职人员", review_by = "2020-01-01" }
local rules = {
    basis.cite { name = "缺项的", source = "《某某规定》第一条" },
    basis.cite { name = "过期的", source = "《某某规定》第二条", basis = old },
    basis.cite { name = "不像法规的", source = "内部通知" },
}

return scene {
    title = "自由画面里的条文",
    view = function()
        local list = {}
        for i, r in ipairs(rules) do list[i] = not basis.expired(r) and text { text = r.name } or false end
        return layout.sheet { title = "条文", body = list }
    end,
}
