#!/bin/sh
# Nobody is stuck: expired entries inside exhibits and stories, choices that never open, quizzes of one question against
# the clock. Visitor scripts over content made for it.
# Usage: content_test.sh BUILD_DIR SOURCE_DIR
set -u
. "$2/tests/prelude.sh"
cd "$2" || exit 1

"$1/kiosk" test --set kiosk.scripts=tests/faults/visits -o "$work/shots" > "$work/said" 2>&1 || fail "visits failed"
[ "$failures" -eq 0 ] || cat "$work/said"

# a venue without a data-note.lua has the program's, in both languages, and the check looks at it
cp -r scripts/kit "$work/kit"
rm -r "$work/kit/pages"
cp -r tests/faults/visits "$work/visits"
"$1/kiosk" check --set "kiosk.scripts=$work/visits" > "$work/found" 2>&1
grep -q 'venue.lua:1: 错误: 没有数据说明的画面' "$work/found" || fail "no word of the missing page"

# doctor counts what is past its review date or will be soon, and says where
soon=$(date -d '+10 days' +%Y-%m-%d)
sed "s/2020-01-01/$soon/" tests/faults/visits/sayings.lua > "$work/visits/sayings.lua"
"$1/kiosk" doctor --set "kiosk.scripts=$work/visits" --data "$work/data" > "$work/found" 2>&1
grep '^条文复核：提示。内容中有 6 条已过复核日期，参观者看不到；1 条 30 天内到期：' "$work/found" | grep -q '/passed.lua' ||
    fail "doctor: $(cat "$work/found")"
"$1/kiosk" check --strict --set "kiosk.scripts=$work/visits" "$work/visits/sayings.lua" > "$work/found" 2>&1 ||
    fail "what is soon due is no fault: $(cat "$work/found")"
tail -n 1 "$work/found" | grep -q '：0 个错误，0 个警告，1 条提示$' || fail "what is soon due is not told"

# the check says of an expired moment what is true: its text is hidden, the way on is not
"$1/kiosk" check --set kiosk.scripts=tests/faults/visits > "$work/found" 2>&1 # stuck.lua is wrong on purpose
for told in 'law.lua:5: 警告: 已过复核日期，参观者看不到这一幕的文字' 'law.lua:10: 警告: 已过复核日期，参观者看不到这个结局的文字' \
    'left.lua:5: 警告: 已过复核日期，参观者看不到这一页' 'passed.lua:9: 警告: 已过复核日期，参观者看不到这一条'; do
    grep -q "$told" "$work/found" || fail "not said: $told"
done
grep '错误: ' "$work/found" | grep -qv '/stuck.lua:' && fail "errors: $(cat "$work/found")"
[ "$failures" -eq 0 ]
