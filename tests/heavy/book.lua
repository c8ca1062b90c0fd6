-- 一本两兆字节的书，一次全放上来
return scene {
    title = "书",
    view = function()
        local line = string.rep("公生明，廉生威。", 8) .. "\n"
        local page = string.rep(line, 10)
        local s = scroll { text { text = "按这里" } }
        for i = 1, math.ceil((2 << 20) / #page) do s[#s + 1] = text { text = page } end
        return s
    end,
}
