-- 场景文件里可以直接用的构件，写法见 docs/editors-guide.zh-CN.md。
local venues = require "kit.venue"
venue, zone, cover = venues.venue, venues.zone, venues.cover

local exhibits = require "kit.exhibit"
exhibit, panel = exhibits.exhibit, exhibits.panel

local timelines = require "kit.timeline"
timeline, entry = timelines.timeline, timelines.entry

local quizzes = require "kit.quiz"
quiz = quizzes.quiz
single, multiple, judge = quizzes.single, quizzes.multiple, quizzes.judge
order, match, fill = quizzes.order, quizzes.match, quizzes.fill

local stories = require "kit.story"
story, moment, choice, ending = stories.story, stories.moment, stories.choice, stories.ending

local cases = require "kit.case"
case, say = cases.case, cases.say

scene = require("kit.scene").scene
