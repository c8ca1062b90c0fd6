-- 首页和待机画面。新增展项：写好场景文件，再在合适的分区里加一个 cover。
return venue {
    title = { zh = "青莲廊 · 廉洁文化微阵地", en = "Green Lotus Gallery · Integrity Corner" },
    short = { zh = "青莲廊", en = "Green Lotus Gallery" },
    content = "demo@1",
    theme = "qinglian",
    seal = "清风",

    attract = {
        {
            picture = "attract/lotus.svg", tall = "attract/lotus-tall.svg",
            lines = { { zh = "一池青莲", en = "Green lotus," }, { zh = "满室清风", en = "clear wind" } },
            text = { zh = "听几个故事，做几次选择，\n也给自己留一点安静。", en = "Hear a story, make a choice,\nkeep a quiet moment." },
        },
        {
            picture = "attract/bamboo.svg", tall = "attract/bamboo-tall.svg",
            lines = { { zh = "竹有其节", en = "Upright" }, { zh = "人有其守", en = "bamboo" } },
            text = { zh = "没有人看见时，\n您会怎么做？", en = "What would you do\nif nobody were looking?" },
        },
    },

    notice = {
        title = { zh = "这里是演示内容", en = "A demo venue" },
        text = { zh = "故事按史书重新讲述。引用法规的条目，正式使用前须由编辑对照官方文本核对。",
                 en = "Stories are retold from the histories. Legal entries must be checked by an editor before real use." },
    },

    zone {
        { zh = "以史为镜", en = "Mirror of history" },
        cover { scene = "stories/sizhitang", picture = "covers/sizhitang.svg", minutes = 4,
                title = { zh = "四知堂·暮夜却金", en = "The Hall of Four Knows" }, form = { zh = "故事", en = "Story" } },
        cover { scene = "gallery", picture = "covers/gallery.svg", minutes = 5,
                title = { zh = "廉吏长廊", en = "Gallery of officials" }, form = { zh = "配对与排序", en = "Match and order" } },
    },
    zone {
        { zh = "流程与关口", en = "Steps and gates" },
        cover { scene = "ledgers", picture = "covers/kuangzhong.svg", minutes = 5,
                title = { zh = "况钟的簿册", en = "Kuang Zhong’s ledgers" }, form = { zh = "风险图", en = "Risk map" } },
    },
    zone {
        { zh = "以案为戒", en = "Learn from cases" },
        cover { scene = "case/contract", picture = "covers/contract.svg", minutes = 6,
                title = { zh = "一份被拆开的合同", en = "A contract split" }, form = { zh = "案例", en = "Case" } },
    },
    zone {
        { zh = "自己测一测", en = "Try yourself" },
        cover { scene = "quiz/discipline", picture = "covers/quiz.svg", length = { zh = "10 题", en = "10 questions" },
                title = { zh = "纪法测一测", en = "Rules quiz" }, form = { zh = "答题", en = "Quiz" } },
    },
}
