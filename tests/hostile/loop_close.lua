-- 尝试：先设元表，后写 __close：关上时不停，错误都接住
-- 结局：card
local tap = require "tap"

return tap(function(state)
    local meta = {}
    local t = setmetatable({}, meta)
    meta.__close = function() while true do end end
    while true do pcall(function() local x <close> = t error "x" end) end
end)
