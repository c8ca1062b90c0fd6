local count
return exhibit {
    title = "用了没有值的名字",
    panel { title = "一", text = "共" .. (count + 1) .. "页。" },
}
