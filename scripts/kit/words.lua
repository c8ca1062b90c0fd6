-- 构件自己说的话，中英两份。words.say("question_of", 3, 10) 按当前语言取出并填数。
local words = {}

local list = {
    start = { zh = "轻触屏幕开始", en = "Touch to begin" },
    privacy = { zh = "本机不采集姓名、证件、手机号、人脸、指纹和声音；仅统计匿名次数。",
                en = "No names, IDs, phone numbers, faces, fingerprints or voices are collected; only anonymous counts." },
    data_note = { zh = "数据说明", en = "What is counted" },
    home = { zh = "返回首页", en = "Home" },
    next_exhibit = { zh = "下一个展项", en = "Next exhibit" },
    carry_on = { zh = "继续", en = "Continue" },
    next_step = { zh = "下一步", en = "Next" },
    previous_part = { zh = "上一节", en = "Back" },
    next_part = { zh = "下一节", en = "Next" },
    part_of = { zh = "第 %d 节，共 %d 节", en = "Part %d of %d" },
    previous_page = { zh = "上一页", en = "Back" },
    next_page = { zh = "下一页", en = "Next" },
    first_page = { zh = "已是第一页", en = "First page" },
    last_page = { zh = "已是最后一页", en = "Last page" },
    page_of = { zh = "第 %d 页，共 %d 页", en = "Page %d of %d" },
    act_of = { zh = "第 %d 幕，共 %d 幕", en = "Scene %d of %d" },
    question_of = { zh = "第 %d 题，共 %d 题", en = "Question %d of %d" },
    questions = { zh = "%d 题", en = "%d questions" },
    ending_is = { zh = "结局：%s", en = "Ending: %s" },
    ending_plain = { zh = "结局", en = "Ending" },
    what_now = { zh = "您会怎么做？", en = "What would you do?" },
    choose_again = { zh = "换一种选择", en = "Choose differently" },
    once_more = { zh = "再来一次", en = "Once more" },
    seen = { zh = "阅", en = "Seen" },
    in_service = { zh = "正在维护", en = "Under maintenance" },
    minutes = { zh = "%d 分钟", en = "%d min" },
    about_minutes = { zh = "约 %d 分钟", en = "about %d min" },
    all_exhibits = { zh = "共 %d 个展项，可以从任意一个看起；看过的展项会盖上“阅”印。",
                     en = "%d exhibits, in any order. What you have seen gets a stamp." },
    all_exhibits_short = { zh = "共 %d 个展项，可以从任意一个看起。", en = "%d exhibits, in any order." },
    look_up = { zh = "上方只看，下方触摸。", en = "Look above, touch below." },

    single = { zh = "单选题", en = "One answer" },
    multiple = { zh = "多选题，可选多项", en = "Several answers" },
    judge = { zh = "判断题", en = "True or false" },
    order = { zh = "排序题", en = "Put in order" },
    match = { zh = "配对题", en = "Match" },
    fill = { zh = "填空题", en = "Fill in" },
    right = { zh = "对", en = "True" },
    wrong = { zh = "错", en = "False" },
    applies_to = { zh = "适用对象：%s", en = "Applies to: %s" },
    how_order = { zh = "按住拖动，或点按“上移”“下移”。", en = "Drag, or touch Up and Down." },
    how_match = { zh = "先点左边一项，再点右边与它相配的一项。", en = "Touch one on the left, then its partner on the right." },
    how_fill = { zh = "点按词语，填入空格；再点一次取回。", en = "Touch a word to fill the blank; touch again to take it back." },
    up = { zh = "上移", en = "Up" },
    down = { zh = "下移", en = "Down" },
    begin = { zh = "开始答题", en = "Begin" },
    submit = { zh = "提交答案", en = "Submit" },
    pick_one = { zh = "请先选一个答案", en = "Please choose an answer" },
    pick_some = { zh = "请先选出答案", en = "Please choose answers" },
    pair_all = { zh = "请先配完全部", en = "Please match all" },
    fill_all = { zh = "请先填好空格", en = "Please fill the blanks" },
    next_question = { zh = "下一题", en = "Next question" },
    see_result = { zh = "查看成绩", en = "See the result" },
    see_explanation = { zh = "查看解析", en = "Explanation" },
    back_to_result = { zh = "回到成绩", en = "Back to the result" },
    correct = { zh = "回答正确", en = "Correct" },
    think_again = { zh = "再想一想", en = "Think again" },
    think_answer = { zh = "再想一想（正确答案：%s）", en = "Think again (answer: %s)" },
    think_part = { zh = "再想一想（%d 处答对 %d 处）", en = "Think again (%d parts, %d right)" },
    time_up = { zh = "时间到了，看看解析", en = "Time is up; here is why" },
    seconds_left = { zh = "还有 %d 秒", en = "%d s left" },
    no_limit = { zh = "不限时", en = "No time limit" },
    mark_chosen = { zh = "已选", en = "Chosen" },
    mark_right = { zh = "正确答案", en = "Right answer" },
    mark_yours = { zh = "您选的", en = "Yours" },
    mark_yours_right = { zh = "您选的，正确", en = "Yours, right" },
    mark_here = { zh = "位置正确", en = "In place" },
    mark_should = { zh = "应为第 %d", en = "Should be no. %d" },
    result = { zh = "答题成绩", en = "Your result" },
    result_count = { zh = "答对题数", en = "Right answers" },
    result_of = { zh = "共 %d 题，全部选对才计一题", en = "of %d questions, all parts right" },
    result_wall = { zh = "成绩只显示给您自己看，不记姓名，也不作为对个人的评价。",
                    en = "Only you see this. No name is kept and nobody is judged by it." },
    empty_bank = { zh = "这组题目正在复核", en = "These questions are being reviewed" },
    empty_bank_text = { zh = "题目所引的规定已到复核日期，核对后会重新开放。", en = "The rules cited are due for review." },
    hidden_item = { zh = "这一条所引的规定已到复核日期，核对后会重新显示。", en = "This entry is due for review." },
    four_sayings = { zh = "以案四说", en = "Four lessons" },
    scope = { zh = "适用：%s", en = "For: %s" },
    effective = { zh = "%s起施行", en = "in force since %s" },
}

local numerals = { zh = { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛" }, en = { "A", "B", "C", "D", "E", "F", "G", "H" } }

local function lang()
    return engine.ctx.lang == "en" and "en" or "zh"
end

-- 按当前语言说一句话；后面的参数填进 %d、%s。
function words.say(name, ...)
    local both = list[name]
    if not both then error("没有这句话：" .. tostring(name), 2) end
    local text = both[lang()]
    if select("#", ...) > 0 then text = string.format(text, ...) end
    return text
end

-- 甲乙丙丁
function words.numeral(i)
    return numerals[lang()][i] or tostring(i)
end

-- "2020-07-01" 写成 2020年7月1日；不是这种写法的原样返回
function words.date(date)
    local y, m, d = string.match(date or "", "^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
    if not y then return date end
    if lang() == "en" then return date end
    return string.format("%d年%d月%d日", tonumber(y), tonumber(m), tonumber(d))
end

return words
