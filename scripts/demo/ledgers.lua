-- 况钟的簿册：一页故事，一道配对题，再看今天的采购流程。
-- 簿册的数目不写进标题：《明史》说了三本，又另有两本记善恶。
local risk_map = require "riskmap"

return exhibit {
    title = "况钟的簿册",

    panel {
        title = "装糊涂的三天",
        lead = "况钟　明　宣德五年起任苏州知府",
        picture = "ledgers/office.svg",
        text = "况钟从书吏做起，知道账本里的门道。刚到苏州，吏员围着他请示，他装作不懂，他们怎么说就怎么批。\n三天以后，他把人叫齐，一件一件说出哪些事被他们蒙了过去，全府都吃了一惊。",
        source = "《明史》卷一百六十一",
    },
    panel {
        title = "把漏洞写成簿册",
        lead = "一本管一处，事事有来去",
        picture = "covers/kuangzhong.svg",
        text = "他立了几种簿册：收支要在簿上核对，运粮要登记，接待往来也要登记。谁经手，多少数，一翻就知道。\n他没有靠自己一双眼睛去盯，靠的是规矩留下的痕迹。",
        source = "《明史》卷一百六十一",
    },

    quiz {
        title = "簿册防的是什么",
        match {
            "每一本簿册，防的是哪一种毛病？", id = "Q35",
            pairs = {
                { { text = "通关勘合簿" }, { text = "收支出纳作弊", picture = "ledgers/tongguan.svg" } },
                { { text = "纲运簿" }, { text = "运夫偷盗侵占", picture = "ledgers/gangyun.svg" } },
                { { text = "馆夫簿" }, { text = "无理索要供应", picture = "ledgers/guanfu.svg" } },
            },
            explain = "通关勘合簿防出纳作弊，纲运簿防运夫侵盗，馆夫簿防无理的需求。把权力走过的每一步记下来，就是近六百年前的内部控制。",
            source = "《明史》卷一百六十一",
        },
    },

    risk_map,
}
