-- 一千个瞬间的故事
local parts = { title = "千步", start = "m1" }
for i = 1, 1000 do
    local to = i < 1000 and "m" .. i + 1 or "good"
    parts[#parts + 1] = moment("m" .. i) {
        title = "第" .. i .. "天", text = "又有人送来一条鱼。他把它挂在庭院里，请来人看。",
        choice { "挂起来", to = to }, choice { "退回去", to = to },
    }
end
parts[#parts + 1] = ending "good" { name = "清白", outcome = "good", title = "清风徐来", text = "以后再没有人来送鱼。" }
return story(parts)
