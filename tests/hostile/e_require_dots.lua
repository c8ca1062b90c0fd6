-- 尝试：require 用点往上爬
-- 结局：card
local tap = require "tap"

return tap(function(state)
    require "..secret"
end)
