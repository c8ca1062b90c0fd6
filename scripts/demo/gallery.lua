-- 廉吏长廊：七个人，七件东西；再看年代，配一配人和物。
-- 每页的话都是重新讲述，出处写到卷；要紧处：刘宠是每人一枚；公仪休不写家事的后半；包拯不写传说。
return exhibit {
    title = "廉吏长廊",

    panel {
        title = "悬在庭中的鱼",
        lead = "羊续　东汉　南阳太守",
        picture = "gallery/fish.svg",
        text = "有位府丞给羊续送来一条鲜鱼。羊续收下了，却没有吃，而是把鱼挂在庭院里。\n后来又有人来送鱼，他就请来人看看挂着的那一条。不必争辩，意思已经说清楚了。",
        fact = "他做太守时的家当，不过布被、旧短衣，一点盐和几斛粮。",
        source = "《后汉书》卷三十一",
    },
    panel {
        title = "两样宝贝",
        lead = "子罕　春秋　宋国",
        picture = "gallery/jade.svg",
        text = "有人把一块玉献给子罕，说玉匠看过，是件宝贝。子罕说：我把不贪当作宝，你把玉当作宝。给了我，我们两个都丢了宝。",
        fact = "故事还有后半：他请玉匠把玉琢好，让那个人富裕起来，再平安回家。不收，也可以帮人把路走稳。",
        source = "《左传》襄公十五年",
    },
    panel {
        title = "不带走一方砚",
        lead = "包拯　北宋　知端州",
        picture = "gallery/inkstone.svg",
        text = "端州出好砚。以前的官员借着进贡多收几十倍，送给权贵。\n包拯到任，只让人按贡数制砚。任满离开时，他自己一方也没有带走。",
        fact = "他立下家训：后人做官受贿的，不许回家，也不许葬进祖坟。",
        source = "《宋史》卷三百一十六",
    },
    panel {
        title = "喝一口贪泉",
        lead = "吴隐之　东晋隆安年间　广州刺史",
        picture = "gallery/spring.svg",
        text = "广州城外二十里的石门有一眼泉，传说喝了就会变贪。吴隐之上任路过，舀起来喝了，还写了一首诗，大意是：换了真正有操守的人来喝，心也不会变。",
        fact = "到任以后，他常吃蔬菜和干鱼。离任回家，船上没有多出来的东西。",
        source = "《晋书》卷九十",
    },
    panel {
        title = "每人一枚大钱",
        lead = "刘宠　东汉　会稽太守",
        picture = "gallery/coin.svg",
        text = "刘宠离任时，几位老人从山里赶来，每人带着一百钱送他。他们说：自从您来，夜里听不见狗叫，百姓见不到差吏上门。\n刘宠不忍心让他们白跑，从每人手里选了一枚大钱收下。",
        fact = "收下的是每人一枚的心意，谢绝的是其余的钱。",
        source = "《后汉书》卷七十六",
    },
    panel {
        title = "因为爱吃鱼",
        lead = "公仪休　鲁国的相",
        picture = "gallery/greens.svg",
        text = "公仪休爱吃鱼，有客人送鱼来，他却不收。他说：正因为爱吃，才不能收。我做着相，自己买得起；要是为收鱼丢了相位，以后谁还给我鱼呢？",
        fact = "他还拔掉自家园里的菜，不肯同种菜的百姓争利。",
        source = "《史记》卷一百一十九。《韩非子》里，问他的人是他的弟弟",
    },
    panel {
        title = "一张琴，一只鹤",
        lead = "赵抃　北宋　入蜀为官",
        picture = "gallery/crane.svg",
        text = "赵抃到蜀地上任，骑一匹马，随身只有一张琴、一只鹤。宋神宗后来提起这件事，说听闻他轻装入蜀，为政也这样简易。\n行李少，走得快，也没有什么要藏。",
        source = "《宋史》卷三百一十六",
    },

    timeline {
        title = "他们在什么时候",
        note = "轻触一个朝代，看这个人。全部看过，再往下走。",
        entry { era = "春秋", title = "子罕", year = "襄公十五年，公元前 558 年", picture = "gallery/items/jade.svg",
                text = "在宋国执政。有人献玉，他说自己以不贪为宝。", source = "《左传》襄公十五年" },
        entry { era = "东汉", title = "羊续", year = "中平三年起任南阳太守", picture = "gallery/items/fish.svg",
                text = "把府丞送来的鱼挂在庭中，谢绝后来的人。", source = "《后汉书》卷三十一" },
        entry { era = "东晋", title = "吴隐之", year = "隆安年间任广州刺史", picture = "gallery/items/spring.svg",
                text = "在石门喝过贪泉，离任时船上没有余物。", source = "《晋书》卷九十" },
        entry { era = "北宋", title = "包拯", year = "曾知端州", picture = "gallery/items/inkstone.svg",
                text = "只按贡数制砚，任满时一方砚也没有带走。", source = "《宋史》卷三百一十六" },
        entry { era = "明", title = "海瑞", year = "曾任淳安知县",
                text = "在淳安吃粗粮，让家仆种菜。去世时家里只有粗布和竹器，同僚凑钱为他办了丧事。", source = "《明史》卷二百二十六" },
        entry { era = "清", title = "于成龙", year = "顺治十八年任罗城知县，后任两江总督",
                text = "字北溟，山西永宁人。一生粗茶淡饭，去世时箱里只有一件袍子，旁边几罐盐豉。同时代还有一位同名的官员，不是他。",
                source = "《清史稿》卷二百七十七" },
    },

    quiz {
        title = "按年代排一排",
        order {
            "把这六个人按年代从早到晚排好。", id = "Q31",
            items = { "子罕", "羊续", "吴隐之", "包拯", "海瑞", "于成龙" },
            explain = "子罕在春秋，羊续在东汉，吴隐之在东晋，包拯在北宋，海瑞在明，于成龙在清。前后两千多年，说的是同一件事。",
            source = "《左传》《后汉书》《晋书》《宋史》《明史》《清史稿》各本传",
        },
    },

    quiz {
        title = "人和物配一配",
        match {
            "哪件东西属于谁的故事？", id = "Q34",
            pairs = {
                { "羊续", { text = "鱼", picture = "gallery/items/fish.svg" } },
                { "子罕", { text = "玉", picture = "gallery/items/jade.svg" } },
                { "包拯", { text = "砚", picture = "gallery/items/inkstone.svg" } },
                { "吴隐之", { text = "泉", picture = "gallery/items/spring.svg" } },
                { "刘宠", { text = "钱", picture = "gallery/items/coin.svg" } },
            },
            explain = "羊续悬鱼，子罕辞玉，包拯不带端砚，吴隐之喝贪泉而心不变，刘宠从每位老人手里只选一枚大钱。",
            source = "《后汉书》卷三十一、卷七十六，《左传》襄公十五年，《宋史》卷三百一十六，《晋书》卷九十",
        },
    },
}
