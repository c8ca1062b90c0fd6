return exhibit { title = "展项3", panel { title = "第一页", picture = "gallery/fish.svg", text = "这是第一页。" },
    panel { title = "第二页", picture = "gallery/jade.svg", text = "这是第二页。" } }
