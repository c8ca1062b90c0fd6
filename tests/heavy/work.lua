-- 诚实的计算：每按一下，算到预算（250 毫秒）的一半左右
return scene {
    title = "计算",
    start = function() return { n = 0, sum = 0 } end,
    view = function(state)
        return column {
            text { text = "算了" .. state.n .. "次" },
            button {
                on_tap = function()
                    local n = 0
                    for i = 1, 6000000 do n = n + i % 7 end
                    state.n, state.sum = state.n + 1, n
                end,
                text "按这里",
            },
        }
    end,
}
