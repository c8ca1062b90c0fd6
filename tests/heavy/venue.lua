return scene { title = "首页", view = function() return column { text "首页" } end }
