-- 主题：颜色、字号、间距、圆角、动作时长。整个程序的样子都从这一个文件来。
-- 单位 u 是画面短边的 1/1080；mm 是毫米；动作时长是毫秒。颜色写成 "#RRGGBB" 或 "#RRGGBBAA"。

local qinglian = { -- 青莲：默认
    paper = "#F6F3EA", paper2 = "#EDE8DA", panel = "#FFFDF7",
    ink = "#1F2A2E", grey = "#4F585C", grey_off = "#5B6468",
    hair = "#DCD5C3", edge = "#7F8A88", rest = "#DCD5C3",
    act = "#1F6B66", act_down = "#185551", act_pale = "#E4EEEA", on_act = "#FFFFFF",
    sel = "#1E5F8C", sel_pale = "#E3ECF3",
    ok = "#2E6B3A", ok_deep = "#24552E", ok_pale = "#E3EFE2",
    think = "#7A4E00", think_pale = "#F8ECD2",
    zhu = "#A6262B", seal_ink = "#FFF9EF", gold = "#B08D3C",
    deep = "#0F2E33", on_deep = "#F6F3EA", on_deep_grey = "#C9D3CF", on_deep_gold = "#D8B45A",
    scrim = "#0F1E23B8", shadow = "#1F2A2E1F",
}

local zhumo = { -- 朱墨：警示篇、党史篇；没写的同青莲
    paper = "#F7F1E8", paper2 = "#EDE4D8", panel = "#FFFBF5", hair = "#E0D3C3", rest = "#E0D3C3",
    act = "#A6262B", act_down = "#7E1D22", act_pale = "#F4E3DE",
    deep = "#2A2120", on_deep = "#F7F1E8", on_deep_grey = "#E3D8C9",
}

local contrast = { -- 高对比度：黑底白字，可以按的是黄
    paper = "#000000", paper2 = "#000000", panel = "#000000",
    ink = "#FFFFFF", grey = "#FFFFFF", grey_off = "#FFFFFF",
    hair = "#9A9A9A", edge = "#FFFFFF", rest = "#9A9A9A",
    act = "#FFE14D", act_down = "#D9BC2E", act_pale = "#000000", on_act = "#000000",
    sel = "#FFE14D", sel_pale = "#000000",
    ok = "#FFFFFF", ok_deep = "#FFFFFF", ok_pale = "#000000",
    think = "#FFFFFF", think_pale = "#000000",
    zhu = "#FFE14D", seal_ink = "#000000", gold = "#FFE14D",
    deep = "#000000", on_deep = "#FFFFFF", on_deep_grey = "#FFFFFF", on_deep_gold = "#FFE14D",
    scrim = "#000000CC", shadow = "#00000001",
}

-- 三种声音三种字：宋是展馆在说，黑是机器在说，楷是人在说。
local type = {
    body     = { face = "sans",   bold = false, u = 34,  portrait_u = 34,  mm = 8.4,  line = 1.65, tracking = 0,    growth = "text" },
    display  = { face = "serif",  bold = true,  u = 116, portrait_u = 116, mm = 28.8, line = 1.34, tracking = 0.06, growth = "title" },
    title    = { face = "serif",  bold = true,  u = 56,  portrait_u = 56,  mm = 13.9, line = 1.35, tracking = 0,    growth = "title" },
    question = { face = "serif",  bold = true,  u = 52,  portrait_u = 60,  mm = 12.9, line = 1.5,  tracking = 0,    growth = "title" },
    head     = { face = "serif",  bold = true,  u = 40,  portrait_u = 40,  mm = 9.9,  line = 1.4,  tracking = 0,    growth = "title" },
    story    = { face = "kai",    bold = false, u = 40,  portrait_u = 40,  mm = 9.9,  line = 1.75, tracking = 0,    growth = "text" },
    quote    = { face = "kai",    bold = false, u = 38,  portrait_u = 38,  mm = 9.4,  line = 1.6,  tracking = 0,    growth = "text" },
    option   = { face = "sans",   bold = false, u = 38,  portrait_u = 38,  mm = 9.4,  line = 1.35, tracking = 0,    growth = "text" },
    label    = { face = "sans",   bold = true,  u = 36,  portrait_u = 36,  mm = 8.9,  line = 1.3,  tracking = 0,    growth = "text" },
    cover    = { face = "serif",  bold = true,  u = 36,  portrait_u = 36,  mm = 8.9,  line = 1.3,  tracking = 0,    growth = "text" },
    chrome   = { face = "sans",   bold = true,  u = 32,  portrait_u = 28,  mm = 6.9,  line = 1.0,  tracking = 0,    growth = "chrome" },
    note     = { face = "sans",   bold = false, u = 28,  portrait_u = 28,  mm = 6.9,  line = 1.6,  tracking = 0,    growth = "text" },
    figure   = { face = "digits", bold = true,  u = 60,  portrait_u = 60,  mm = 14.9, line = 1.2,  tracking = 0,    growth = "title" },
}

return {
    skins = { qinglian = qinglian, zhumo = zhumo, contrast = contrast },
    type = type,
    space = { s1 = 8, s2 = 16, s3 = 24, s4 = 32, s5 = 48, s6 = 64, s7 = 96 },
    radius = { slip = 3, seal = 8, card = 12, dialog = 20 },
    motion = {
        press_out = 120, screen = 220, explain = 200, stamp = 180, scrim = 140, dialog = 200, page = 260,
        attract = 600, attract_hold = 30000, reduced = 80, scroll_tau = 325,
    },
    -- 四档字号：标准、较大、大字、特大
    growth = {
        text = { 1, 1.15, 1.30, 1.5 },
        title = { 1, 1.08, 1.15, 1.25 },
        chrome = { 1, 1, 1.04, 1.06 },
    },
}
