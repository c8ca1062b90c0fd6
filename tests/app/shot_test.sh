#!/bin/sh
# kiosk shot writes a PNG of every screen at every size asked for, and a page that shows them all.
# Usage: shot_test.sh BUILD_DIR SOURCE_DIR
set -u
kiosk="$1/kiosk"
. "$2/tests/prelude.sh"
cd "$2" || exit 1

# size FILE: width and height from the header
size() {
    od -An -tu1 -j16 -N8 "$1" | awk '{ print $3 * 256 + $4 "x" $7 * 256 + $8 }'
}

"$kiosk" shot venue stories/sizhitang -o "$work/out" --size 1280x720,720x1280 --text-size large > "$work/said" 2>&1 ||
    fail "shot failed: $(cat "$work/said")"
wide=0
tall=0
for picture in "$work"/out/*.png; do
    case "$picture:$(size "$picture")" in
    *-1280x720.png:1280x720) wide=$((wide + 1)) ;;
    *-720x1280.png:720x1280) tall=$((tall + 1)) ;;
    *) fail "$picture is $(size "$picture")" ;;
    esac
    grep -q "src=\"$(basename "$picture")\"" "$work/out/index.html" || fail "$picture is not on the page"
done
[ "$wide" -ge 6 ] || fail "only $wide pictures of 1280x720"
[ "$wide" -eq "$tall" ] || fail "$wide wide pictures, $tall tall ones"
grep -q 'https\?://' "$work/out/index.html" && fail "the page needs a network"

"$kiosk" shot no-such-scene -o "$work/none" > "$work/said" 2>&1
[ $? -eq 1 ] || fail "a scene that is not there: exit code is not 1"
"$kiosk" shot > "$work/said" 2>&1
[ $? -eq 2 ] || fail "no folder: exit code is not 2"
"$kiosk" shot -o "$work/none" --text-size enormous > "$work/said" 2>&1
[ $? -eq 2 ] || fail "impossible text size: exit code is not 2"
[ "$failures" -eq 0 ]
