exhibit { title = "一张琴", panel { title = "一", text = "一页。" } }
