-- 别的文件用的：一个画面一个按钮，按下去先记一条，再做 act
local record = engine.record

return function(act)
    return scene {
        title = "按一下",
        start = function() return { n = 0 } end,
        view = function(state)
            return column {
                text { text = "数到" .. state.n },
                button {
                    on_tap = function()
                        record("read", { part = "pressed" })
                        act(state)
                        state.n = state.n + 1
                    end,
                    text "按这里",
                },
            }
        end,
    }
end
