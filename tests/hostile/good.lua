local tap = require "tap"

return tap(function() end)
