-- 几个场景共用的小件：白字、标题行、一块可以按的颜色。
local parts = {}

function parts.says(size, said, more)
    local node = { text = said, role = "question", face = "sans", bold = "false", size = size, color = "#FFFFFF" }
    for name, value in pairs(more or {}) do node[name] = value end
    return text(node)
end

function parts.top(title)
    return column { height = 56, fill = "#16202C", padding = { 0, 44 }, justify = "center", parts.says(36, title) }
end

function parts.block(o, said, size)
    o.justify = o.justify or "center"
    o[1] = parts.says(size, said, { text_align = o.said })
    o.said = nil
    return button(o)
end

return parts
