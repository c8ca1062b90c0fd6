-- 四知堂·暮夜却金。依据《后汉书》卷五十四杨震的传；收下以后的一幕是假设，画面上写明。
-- 用词：十斤是“金”，不写白银；第二知《后汉书》作“神知”，《资治通鉴》作“地知”，引用时写明书名。
return story {
    title = { zh = "四知堂·暮夜却金", en = "The Hall of Four Knows" },
    start = "road",

    moment "road" {
        title = { zh = "路过昌邑", en = "Passing Changyi" },
        picture = "stories/sizhitang/road.svg",
        text = { zh = "东汉时，杨震去东莱做太守，赴任路上经过昌邑。\n当地的县令叫王密，早年受过他的举荐。",
                 en = "In the Eastern Han, Yang Zhen was on his way to govern Donglai and stopped at Changyi. The magistrate there was Wang Mi, a man Yang had once recommended for office." },
        to = "night",
    },

    moment "night" {
        title = { zh = "灯下来客", en = "A visitor by lamplight" },
        picture = "stories/sizhitang/night.svg",
        text = { zh = "夜里，王密带着十斤金来看他，想报答当年的举荐。\n王密低声说：“天黑了，没有人知道。”",
                 en = "That night Wang Mi came with ten jin of gold to repay the old favour. “It is dark,” he said quietly. “Nobody will know.”" },
        choice { { zh = "收下，当作一份心意", en = "Accept it as a kindness" }, to = "accept" },
        choice { { zh = "谢绝，请他带回去", en = "Decline and send it back" }, to = "leave" },
    },

    moment "accept" {
        title = { zh = "假如收下", en = "If he had accepted" },
        picture = "stories/sizhitang/accept.svg",
        text = { zh = "史书里没有这一幕，这里只是设想。\n金子收进了箱子，灯还亮着。从这一夜起，王密是他举荐的人，也是他收过金子的人。以后昌邑有事，他还能照直说话吗？",
                 en = "No history tells this; it is only imagined. The gold is in the chest and the lamp still burns. From tonight Wang Mi is the man he recommended, and also the man whose gold he holds. Could he still speak plainly about Changyi?" },
        choice { { zh = "天亮以前，把金子送回去", en = "Return the gold before dawn" }, to = "leave" },
        choice { { zh = "不再去想，明天接着赶路", en = "Think no more and travel on" }, to = "kept" },
    },

    moment "leave" {
        title = { zh = "四个“知道”", en = "Four who know" },
        picture = "stories/sizhitang/leave.svg",
        text = { zh = "杨震回答：天知，神知，我知，你知，怎么能说没有人知道。\n王密听了很羞愧，带着金子走了。",
                 en = "Yang Zhen answered: Heaven knows, the spirits know, I know, you know. How can you say nobody knows? Wang Mi left ashamed, and took the gold with him." },
        readings = {
            { { zh = "《后汉书》", en = "Hou Hanshu" }, { zh = "天知　<u>神知</u>　我知　子知", en = "Heaven, <u>spirits</u>, I, you" } },
            { { zh = "《资治通鉴》", en = "Zizhi Tongjian" }, { zh = "第二知作　<u>地知</u>", en = "second: <u>Earth</u>" } },
        },
        source = { zh = "《后汉书》卷五十四。两种写法都有出处，引用时写明书名", en = "Book of Later Han, chapter 54. Both readings are attested; name the book when you quote." },
        to = "family",
    },

    moment "family" {
        title = { zh = "留给子孙什么", en = "What to leave" },
        picture = "stories/sizhitang/family.svg",
        text = { zh = "杨震做了高官，家里还是没有多少产业。\n有老朋友劝他：总该给子孙置办一点。",
                 en = "Yang Zhen rose high, yet his family owned little. Old friends urged him to buy something for his heirs." },
        choice { { zh = "置一些田产，留给后人", en = "Buy some land for them" }, to = "estate" },
        choice { { zh = "不置产，留一个好名声", en = "Leave them a good name" }, to = "refuse" },
    },

    ending "refuse" {
        name = { zh = "清白", en = "a clean name" },
        outcome = "good",
        title = { zh = "清白吏子孙", en = "Heirs of a clean official" },
        picture = "stories/sizhitang/family.svg",
        text = { zh = "史书里，杨震正是这样想的：让后人被称作“清白吏”的子孙，拿这个留给他们，不也很丰厚吗。\n田产会分完，名声却跟着家里的每一个人。",
                 en = "So he thought in the history. Let them be called heirs of a clean official: is that not a rich enough legacy? Land is divided and spent; a name stays with everyone in the family." },
        source = { zh = "《后汉书》卷五十四", en = "Book of Later Han, chapter 54" },
    },

    ending "estate" {
        name = { zh = "置产", en = "property" },
        outcome = "mixed",
        title = { zh = "两种留法", en = "Two kinds of legacy" },
        picture = "stories/sizhitang/family.svg",
        text = { zh = "为后人打算是人之常情，要紧的是钱从哪里来。史书里的杨震没有听从劝告：他愿后人被称作“清白吏”的子孙，认为这样的家产已经很丰厚。\n给家人留什么，其实在每一次“谢绝”里已经定了。",
                 en = "To provide for one’s family is natural; what matters is where the money comes from. In the history Yang Zhen did not follow the advice. A clean name, he held, was legacy enough. What we leave is settled each time we decline." },
        source = { zh = "《后汉书》卷五十四", en = "Book of Later Han, chapter 54" },
    },

    ending "kept" {
        name = { zh = "留下", en = "kept" },
        outcome = "bad",
        title = { zh = "箱子里的重量", en = "A weight in the chest" },
        picture = "stories/sizhitang/accept.svg",
        text = { zh = "这仍是设想。路上没有人问起，可是他自己知道，王密也知道。\n“没有人知道”从来不成立：至少有两个人，要一直记着这一夜。史书里的杨震没有走这条路。",
                 en = "This too is imagined. Nobody asks on the road, but he knows, and Wang Mi knows. “Nobody will know” is never true: at least two people carry the night with them. The Yang Zhen of the histories did not go this way." },
        source = { zh = "《后汉书》卷五十四；这一结局为设想", en = "After Book of Later Han, chapter 54; this ending is imagined" },
    },
}
