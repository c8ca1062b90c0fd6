local other = require "around"
return exhibit { title = other.title, panel { title = "一", text = "一页。" } }
