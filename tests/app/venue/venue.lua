-- 试验用的展馆：一份答题，八个一样的小展项。
local zones = {}
for i = 1, 4 do
    zones[i] = zone { "分区" .. i,
        cover { scene = "s" .. (2 * i - 1), title = "展项" .. (2 * i - 1), picture = "covers/gallery.svg", minutes = 1 },
        cover { scene = i == 4 and "quiz" or "s" .. (2 * i), title = i == 4 and "小测验" or "展项" .. (2 * i),
                picture = "covers/quiz.svg", minutes = 1 } }
end

return venue {
    title = "试验展馆", short = "试验", content = "test@1", theme = "qinglian", seal = "清风",
    attract = {
        { picture = "attract/lotus.svg", lines = { "试验" }, text = "一" },
        { picture = "attract/bamboo.svg", lines = { "试验" }, text = "二" },
    },
    zones[1], zones[2], zones[3], zones[4],
}
