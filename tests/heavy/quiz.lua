-- 一万道题的测验，用的就是编辑用的构件
local all = { title = "一万题", draw = 10 }
for i = 1, 10000 do
    all[i] = single {
        "第" .. i .. "题：杨震说的第一知是哪一个？", id = "Q" .. i,
        right = "天知", wrong = { "地知", "人知", "君知" },
        explain = "《后汉书》写的是天知、神知、我知、子知。", source = "《后汉书》卷五十四",
    }
end
return quiz(all)
