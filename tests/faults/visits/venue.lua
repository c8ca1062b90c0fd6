-- 走得过去：条目过了复核日期、条件都不成立、限时只有一题，参观者也不会被困住。
return venue {
    title = "走得过去",
    content = "visits@1",
    attract = { { picture = "attract/lotus.svg" }, { picture = "attract/bamboo.svg" } },
    zone { "几种情形",
        cover { scene = "passed", title = "过期的一组题", picture = "covers/quiz.svg" },
        cover { scene = "left", title = "只剩一页", picture = "covers/quiz.svg" },
        cover { scene = "law", title = "过期的一幕", picture = "covers/quiz.svg" },
        cover { scene = "sayings", title = "过期的四说", picture = "covers/quiz.svg" },
    },
    zone { "别的情形",
        cover { scene = "stuck", title = "没有一个选择", picture = "covers/quiz.svg" },
        cover { scene = "clock", title = "限时一题", picture = "covers/quiz.svg" },
        cover { scene = "inside", title = "展项里的限时", picture = "covers/quiz.svg" },
    },
}
