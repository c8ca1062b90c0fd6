-- 尝试：节点带着会出错的元表
-- 结局：card
return scene {
    title = "画面",
    view = function()
        return setmetatable({}, { __index = function() error("逮住了") end, __pairs = function() while true do end end })
    end,
}
