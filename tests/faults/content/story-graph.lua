return story {
    title = "走不通的故事",
    start = "night",
    moment "night" {
        text = "开头有四条路。",
        choice { "去不存在的一幕", to = "nihgt" },
        choice { "去没有路的一幕", to = "stuck" },
        choice { "去绕圈的一幕", to = "circle" },
        choice { "去结局", to = "fine" },
    },
    moment "stuck" {
        text = "到这里就没有路了。",
    },
    moment "circle" {
        text = "从这里只能去另一处。",
        choice { "去那里", to = "again" },
    },
    moment "again" {
        text = "从那里又回到这里。",
        choice { "回来", to = "circle" },
    },
    moment "island" {
        text = "没有一条路到这里。",
        choice { "去结局", to = "fine" },
    },
    ending "fine" { outcome = "good", text = "走得到的结局。" },
    ending "lost" { outcome = "bad", text = "走不到的结局。" },
}
