#!/bin/sh
# All benchmarks, one table: run.sh BUILD [quick], from anywhere; `cmake --build BUILD --target bench` is the same. BUILD is
# a Release build. quick: fewer repeats, ten seconds of idleness instead of sixty, no growth.
set -eu
build=$(cd "${1:-build}" && pwd)
quick=${2:-}
cd "$(dirname "$0")/../.."
. tests/bench/table.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
grep -q 'CMAKE_BUILD_TYPE:STRING=Release' "$build/CMakeCache.txt" || echo "this is no Release build: its figures say little" >&2
repeats="starts=5 taps=15 idle=60 scenes=200"
[ -z "$quick" ] || repeats="starts=2 taps=4 idle=10 scenes=40"
mkdir "$work/media"
"$build/tests/make_photos" "$work/media"

sizes="1920x1080 1080x1920 3840x2160"
for size in $sizes; do
    rows="$work/$size"
    if [ -x "$build/tests/x_bench" ]; then
        "$build/tests/x_bench" "$build/kiosk" "$work/media" "$size" $repeats >"$rows" || true
        "$build/tests/x_bench" "$build/kiosk" "$work/media" "$size" $repeats starts=1 idle=0 scroll=0 scenes=0 -- --set comfort.motion=no |
            sed -n 's/^finger up to the whole/… without motion: to the whole/p' >>"$rows"
    fi
    "$build/tests/page_bench" "$work/media" $(echo "$size" | tr x ' ') >>"$rows"
    if command -v valgrind >/dev/null; then
        tests/bench/instructions.sh "$build" "$work/media" $(echo "$size" | tr x ' ') | sed 's/^/million instructions: /' >>"$rows"
    fi
done
changes=10000
[ -z "$quick" ] || changes=400
"$build/tests/scenes_bench" "$work/media" $changes | sed 's/^after/memory in virtual time: after/' >>"$work/1920x1080"
journal_rows "$build" "$work" >>"$work/1920x1080"

echo
echo "$(date +%F), $(machine)"
echo
table "$work" $sizes
[ -x "$build/tests/x_bench" ] || missing "touches on a real window" libx11-dev libxtst-dev xvfb
command -v valgrind >/dev/null || missing "instruction counts" valgrind
[ -n "$quick" ] || tests/bench/growth.sh "$build"
