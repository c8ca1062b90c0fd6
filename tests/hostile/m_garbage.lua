-- 尝试：不停地造了就扔
-- 结局：card
local tap = require "tap"

return tap(function(state)
    while true do local t = { {}, {}, {} } end
end)
