#!/bin/sh
# Every complete example of the editors' guide passes the content check, strictly, beside the demo venue.
# Usage: guide_test.sh BUILD_DIR SOURCE_DIR
set -u
kiosk="$1/kiosk"
source="$2"
guide="$source/docs/editors-guide.zh-CN.md"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

mkdir "$work/scripts" "$work/venues"
cp -r "$source/scripts/kit" "$source/scripts/demo" "$work/scripts"
# scenes go beside the demo's, the home screen into a folder of its own
awk -v scenes="$work/scripts/demo/guide" -v homes="$work/venues/" '
    /^```lua$/ { inside = 1; text = ""; home = 0; next }
    /^```$/ && inside {
        inside = 0
        file = home ? homes (++h) ".lua" : scenes (++n) ".lua"
        printf "%s", text > file
        close(file)
        next
    }
    inside { text = text $0 "\n"; if ($0 ~ /^return venue/) home = 1 }
    END { print n + 0 > (homes "scenes"); print h + 0 > (homes "homes") }' "$guide"

count=$(cat "$work/venues/scenes")
[ "$count" -ge 7 ] || { echo "only $count examples found in the guide"; exit 1; }
{
    sed '$d' "$source/scripts/demo/venue.lua"
    echo '    zone { "指南", '
    i=1
    while [ "$i" -le "$count" ]; do
        echo "        cover { scene = \"guide$i\", title = \"例 $i\", picture = \"covers/quiz.svg\" },"
        i=$((i + 1))
    done
    echo '    },'
    echo '}'
} > "$work/scripts/demo/venue.lua"

failures=0
if ! "$kiosk" check --conf "$source/kiosk.conf" --strict --set "kiosk.scripts=$work/scripts/demo" > "$work/findings" 2>&1; then
    cat "$work/findings"
    failures=1
fi
# the example of a home screen names fewer scenes than there are: warnings are fine there
for home in "$work"/venues/*.lua; do
    cp "$home" "$work/scripts/demo/venue.lua"
    if ! "$kiosk" check --conf "$source/kiosk.conf" --set "kiosk.scripts=$work/scripts/demo" > "$work/findings" 2>&1; then
        cat "$work/findings"
        failures=1
    fi
done
echo "$count examples, $failures failures"
exit "$failures"
