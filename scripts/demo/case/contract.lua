-- 一份被拆开的合同：虚构案例，人和单位都不是真的；决策、执行、监督三处各有一次选择，最后以案四说。
-- 四说的名称和次序可以换成本地的叫法。法规条目须由编辑核对后再用。
return case {
    title = "一份被拆开的合同",
    start = "site",
    summary = "某建设公司项目部为了“赶进度”，把一个依法必须招标的设备采购项目拆成三份小合同，交给同一家供应商。经办、签字、复核的人，都以为责任在别处。",
    lesson_title = "一份被\n拆开的合同",
    lesson_picture = "case/split.svg",

    moment "site" {
        title = "工期只剩两个月",
        picture = "case/site.svg",
        stage = "开始",
        text = "这是一个虚构的案例。某建设公司的项目要添一批设备，按规定应当公开招标。\n工期紧，熟识的供应商传话来：只要合同写小一点，马上能发货。",
        to = "meeting",
    },

    moment "meeting" {
        title = "会上的一句话",
        picture = "case/meeting.svg",
        stage = "决策",
        text = "项目例会上，有人提议把采购分成三份，每份都不大，就不用招标了。\n轮到您这位项目负责人表态。",
        choice { "同意拆分，先把工期保住", to = "sign" },
        choice { "按规定招标，调整工期安排", to = "tender" },
        choice { "先不表态，让大家看着办", to = "sign" },
    },

    moment "sign" {
        title = "三份合同",
        picture = "case/sign.svg",
        stage = "执行",
        text = "三份合同送到采购员小周手里：同一家公司，同一天，型号相连。\n小周觉得不对，领导说“会上定了”。换作您是小周：",
        choice { "照办，反正是会上定的", to = "review" },
        choice { "写明疑问，退回去请集体再议", to = "stopped" },
    },

    moment "review" {
        title = "只差一个复核章",
        picture = "case/review.svg",
        stage = "监督",
        text = "付款前，材料到了复核岗。三张验收单的字迹一样，日期也一样。\n旁边的人说，前面都签过了。换作您来复核：",
        choice { "签过的人多，盖章放行", to = "after" },
        choice { "停下付款，当面问清楚", to = "caught" },
    },

    moment "tender" {
        title = "慢下来的两个星期",
        picture = "case/meeting.svg",
        stage = "决策",
        text = "招标公告发出去了，进度表往后挪了两个星期。\n开标那天来了五家，熟识的那一家也在。有人悄悄请您“关照一下”。",
        choice { "不单独见面，请他按公告投标", to = "open" },
        choice { "透露一点评审的想法", to = "leak" },
    },

    ending "open" {
        name = "按程序",
        outcome = "good",
        title = "合同只有一份",
        picture = "case/after.svg",
        text = "中标的不是熟识的那一家，价格更低，设备也按时到场。\n工期确实晚了几天，可是每个签过字的人，都能把理由说清楚。",
    },

    ending "stopped" {
        name = "退回重议",
        outcome = "good",
        title = "一张退回单",
        picture = "case/sign.svg",
        text = "退回单上写着三个问题：为什么同一天，为什么同一家，为什么不招标。\n会上重新议过，改成公开招标。执行的人也有责任把疑问写下来。",
    },

    ending "caught" {
        name = "停下付款",
        outcome = "mixed",
        title = "最后一道门",
        picture = "case/review.svg",
        text = "款没有付出去，拆分的事浮了出来。前面几道门都开着，最后一道门挡住了损失。\n程序已经被绕开，该说明的、该承担的，仍要一件一件说清。",
    },

    ending "leak" {
        name = "透露消息",
        outcome = "bad",
        title = "一句话的分量",
        picture = "case/meeting.svg",
        text = "程序走得整整齐齐，结果却早已说好。别的投标人白跑一趟，后来有人反映了问题。\n公开招标的形式还在，公平已经不在了。",
    },

    ending "after" {
        name = "都签了字",
        outcome = "bad",
        title = "谁都签过字",
        picture = "case/review.svg",
        text = "检查组把三份合同摆在一起，拼得严丝合缝。\n定的人说为了工期，办的人说会上定了，复核的人说前面签了。每个人都在责任里，没有一个人在责任外。",
    },

    say "纪" {
        text = "六项纪律里，这件事先碰到廉洁、工作两项：为熟人开口子、绕开集体决定，都不是“小通融”。",
        scope = "党员", source = "《中国共产党纪律处分条例》", edition = "2023年12月修订", effective = "2024-01-01", review_by = "2027-10-31",
    },
    say "法" {
        text = "依法必须招标的项目，不能拆成几份来回避招标。赶进度，不能省程序。",
        scope = "招标人", source = "《中华人民共和国招标投标法》第四条", edition = "2017年修正", effective = "2000-01-01", review_by = "2027-10-31",
    },
    say "德" {
        text = "八条自律规范从“公私分明”说起。方便了一个熟人，吃亏的是守规矩的投标人。",
        scope = "党员", source = "《中国共产党廉洁自律准则》", edition = "2015年公布", effective = "2016-01-01", review_by = "2027-10-31",
    },
    say "责" {
        text = "重大项目安排、大额度资金运作都列在“三重一大”里。决策、执行、监督，各有各的责任。",
        scope = "国有企业管理人员", source = "《国有企业管理人员处分条例》第十八条", edition = "2024年公布", effective = "2024-09-01",
        review_by = "2027-10-31",
    },
}
