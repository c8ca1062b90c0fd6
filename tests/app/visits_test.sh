#!/bin/sh
# Plays the demo venue's visitor scripts; and a script that must fail says where, what was expected and what was seen.
# Usage: visits_test.sh BUILD_DIR SOURCE_DIR
set -u
kiosk="$1/kiosk"
. "$2/tests/prelude.sh"
cd "$2" || exit 1

if ! "$kiosk" test -o "$1/shots" > "$work/said" 2>&1; then
    cat "$work/said"
    fail "visits of the demo venue failed"
fi
tail -n 1 "$work/said" | grep -q '^[1-9][0-9]* passed, 0 failed$' || fail "last line: $(tail -n 1 "$work/said")"

cat > "$work/wrong_test.lua" <<'SCRIPT'
visit("sees something that is not there", function(v)
  v:sees "轻触屏幕开始"
  v:sees "这句话哪里都没有"
end)
visit("starts", function(v)
  v:tap "轻触屏幕开始"
  v:not_sees "轻触屏幕开始"
  v:recorded("visit_start")
end)
SCRIPT
"$kiosk" test -o "$work/shots" "$work/wrong_test.lua" > "$work/said" 2>&1
[ $? -eq 1 ] || fail "a failing visit: exit code is not 1"
grep -q 'wrong_test.lua:3' "$work/said" || fail "the failing line is not named"
grep -q '这句话哪里都没有' "$work/said" || fail "what was expected is not said"
[ "$(tail -n 1 "$work/said")" = "1 passed, 1 failed" ] || fail "last line: $(tail -n 1 "$work/said")"
[ "$(find "$work/shots" -name 'failed-*.png' | wc -l)" -eq 1 ] || fail "no picture of the failure"
[ "$failures" -eq 0 ] || cat "$work/said"
[ "$failures" -eq 0 ]
