#!/bin/sh
# Content that grows: make_growth.sh KIND N FOLDER writes FOLDER/scripts (and names pictures that FOLDER/media must hold).
#   exhibits N   a venue of N exhibits, each a file of its own, forty covers to a file
#   quiz N       a bank of N questions, two hundred to a file
#   story N      a story of N moments, one leading to the next
#   pictures N   an exhibit that turns over N pictures, photo-0001.jpg …
#   book N       N characters in one scroll, in paragraphs of two hundred; the file itself stays small
set -eu
kind=$1 n=$2 out=$3/scripts
mkdir -p "$out/part" "$out/ex"

venue() { # the home screen: covers come from the files part/c1 to part/c$1
    cat <<LUA
local zones = { title = "基准", content = "bench@1", theme = "qinglian", seal = "清" }
for i = 1, $1 do zones[#zones + 1] = zone(require("part.c" .. i)) end
return venue(zones)
LUA
}
covers() { # N NAME: covers for scenes ex/e0001 … called 展项0001 …, forty to a file
    awk -v n="$1" -v out="$out/part" -v pictures="$2" 'BEGIN {
        for (i = 1; i <= n; i++) {
            file = sprintf("%s/c%d.lua", out, int((i - 1) / 40) + 1)
            if (i % 40 == 1) printf "return { \"第%d区\",\n", int(i / 40) + 1 > file
            printf "    cover { scene = \"ex/e%04d\", title = \"展项%04d\", picture = \"photo-%0*d.%s\", form = \"故事\", minutes = 4 },\n",
                i, i, pictures == "jpg" ? 4 : 2, pictures == "jpg" ? i : (i - 1) % 12 + 1, pictures > file
            if (i % 40 == 0 || i == n) { print "}" > file; close(file) }
        }
    }'
}

case $kind in
exhibits)
    covers "$n" png
    venue $(((n + 39) / 40)) >"$out/venue.lua"
    awk -v n="$n" -v out="$out/ex" 'BEGIN { for (i = 1; i <= n; i++) {
        file = sprintf("%s/e%04d.lua", out, i)
        printf "return exhibit { title = \"展项%04d\",\n    panel { title = \"一张琴，一只鹤\", picture = \"photo-01.png\", text = \"他到蜀地上任，骑一匹马，随身只有一张琴、一只鹤。行李少，走得快，也没有什么要藏。\" },\n    panel { title = \"您的行李\", picture = \"photo-02.png\", text = \"换一个岗位的时候，您会带走什么，留下什么？\" },\n}\n", i > file
        close(file) } }'
    ;;
quiz)
    covers 1 png && venue 1 >"$out/venue.lua"
    awk -v n="$n" -v out="$out/part" 'BEGIN { for (i = 1; i <= n; i++) {
        file = sprintf("%s/q%d.lua", out, int((i - 1) / 200) + 1)
        if (i % 200 == 1) print "return {" > file
        printf "single { \"第%d题：下面哪一种做法，把公家的事和自己的事分开了？\", right = \"照价付钱，记在账上\", wrong = { \"先收下再说\", \"请人代收\", \"记在别人名下\" }, explain = \"钱物往来都有账可查，公私才分得清。\", source = \"本馆编写\" },\n", i > file
        if (i % 200 == 0 || i == n) { print "}" > file; close(file) } } }'
    cat >"$out/ex/e0001.lua" <<LUA
local bank = { title = "展项0001", draw = 10 }
for i = 1, $(((n + 199) / 200)) do
    for _, item in ipairs(require("part.q" .. i)) do bank[#bank + 1] = item end
end
return quiz(bank)
LUA
    ;;
story)
    covers 1 png && venue 1 >"$out/venue.lua"
    awk -v n="$n" -v out="$out/part" 'BEGIN { for (i = 1; i <= n; i++) {
        file = sprintf("%s/m%d.lua", out, int((i - 1) / 100) + 1)
        if (i % 100 == 1) print "return {" > file
        printf "moment \"m%d\" { title = \"第%d幕\", picture = \"photo-%02d.png\", text = \"天还没有亮透，渡口的雾贴着水面慢慢地走。撑船的人把缆绳解开，试了试水深，又把船头的灯拨亮了一些。\",\n    choice { \"往前走\", to = \"%s\" }, choice { \"等一等\", to = \"%s\" } },\n", i, i, (i - 1) % 12 + 1,
            i < n ? "m" (i + 1) : "end", i + 1 < n ? "m" (i + 2) : "end" > file
        if (i % 100 == 0 || i == n) { print "}" > file; close(file) } } }'
    cat >"$out/ex/e0001.lua" <<LUA
local told = { title = "展项0001", start = "m1" }
for i = 1, $(((n + 99) / 100)) do
    for _, part in ipairs(require("part.m" .. i)) do told[#told + 1] = part end
end
told[#told + 1] = ending "end" { name = "到岸", outcome = "good", text = "船靠了岸。" }
return story(told)
LUA
    ;;
pictures)
    covers 8 jpg && venue 1 >"$out/venue.lua"
    cat >"$out/ex/e0001.lua" <<LUA
return scene { title = "展项0001", start = function() return { at = 9 } end, view = function(state)
    return column { picture { src = string.format("photo-%04d.jpg", state.at), grow = 1 },
        button { height = 108, fill = "act", on_tap = function() state.at = state.at % $n + 1 end, text { "下一张", color = "on_act" } } }
end }
LUA
    ;;
book)
    covers 1 png && venue 1 >"$out/venue.lua"
    cat >"$out/ex/e0001.lua" <<LUA
local words = "渡口的雾贴着水面慢慢地走。撑船的人把缆绳解开，试了试水深，又把船头的灯拨亮了。" -- forty characters
local function view(state)
    local list, left, i = {}, $n, 0
    while left > 0 do
        i = i + 1
        list[i] = text { key = "p" .. i, text = i .. "　" .. string.rep(words, math.min(5, math.ceil(left / 40))) }
        left = left - 200
    end
    return column { text { "已翻" .. state.taps .. "次" }, scroll { key = "book", grow = 1, list },
        button { height = 108, fill = "act", on_tap = function() state.taps = state.taps + 1 end, text { "翻一翻", color = "on_act" } } },
        { screen = "book", back = "leave", chars = 1000 }
end
return scene { title = "展项0001", start = function() return { taps = 0 } end, view = view }
LUA
    ;;
*)
    echo "make_growth.sh exhibits|quiz|story|pictures|book N FOLDER" >&2
    exit 2
    ;;
esac
