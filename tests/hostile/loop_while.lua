-- 尝试：不停的循环
-- 结局：card
local tap = require "tap"

return tap(function(state)
    while true do end
end)
