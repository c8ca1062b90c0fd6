-- 尝试：先设元表，后写 __mode：弱表拖垮垃圾回收
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local meta, t = {}, {}
    for i = 1, 100000 do t[i] = setmetatable({}, meta) end
    meta.__mode = "k"
    for i = 1, 100000 do t[i][t[i % 100000 + 1]] = t[(i + 1) % 100000 + 1] end
    while true do t[1] = { t[1] } end
end)
