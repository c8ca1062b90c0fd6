#!/bin/sh
# The library that writes tables is looked up when it is needed: without it the kiosk starts, doctor says what is missing,
# and an export fails with what to install and leaves nothing on the stick. The library is hidden in a mount namespace.
# Usage: tables_test.sh BUILD_DIR SOURCE_DIR
set -u
. "$2/tests/prelude.sh"
kiosk=$1/kiosk
cd "$2" || exit 1
unshare -m true 2> "$work/said" || { echo "skipped: no mount namespace here ($(cat "$work/said"))"; exit 77; }
library=$(ls /usr/lib/*/libxlsxwriter.so.[0-9] | head -n 1)
library=$(readlink -f "$library")

without() { # without COMMAND…
    unshare -m sh -c 'mount --bind /dev/null "$0" || exit 77; exec "$@"' "$library" "$@"
}

mkdir "$work/scripts" "$work/stick"
cp tests/app/venue/s1.lua "$work/scripts"
cat > "$work/scripts/venue.lua" << 'LUA'
return venue { title = "试验展馆", short = "试验", content = "test@1", theme = "qinglian", seal = "清风",
    attract = { { picture = "attract/lotus.svg", lines = { "试验" }, text = "一" } },
    zone { "分区", cover { scene = "s1", title = "展项1", picture = "covers/gallery.svg", minutes = 1 } } }
LUA
"$kiosk" tour -o "$work/tour" --set "kiosk.scripts=$work/scripts" > "$work/said" 2>&1 || fail "tour: $(tail -n 3 "$work/said")"
data=$work/tour/data

"$kiosk" doctor --data "$data" --set "kiosk.scripts=$work/scripts" > "$work/said" 2>&1
grep -q '^导出表格：好' "$work/said" || fail "doctor with it: $(cat "$work/said")"
without "$kiosk" doctor --data "$data" --set "kiosk.scripts=$work/scripts" > "$work/said" 2>&1
[ $? -ne 77 ] || { echo "skipped: nothing can be mounted here"; exit 77; }
grep -q '^导出表格：有问题。没有 libxlsxwriter.so.*apt install libxlsxwriter' "$work/said" || fail "doctor without it: $(cat "$work/said")"

if without "$kiosk" export "$work/stick" --data "$data" > "$work/said" 2>&1; then fail "an export without tables"; fi
grep -q 'apt install libxlsxwriter' "$work/said" || fail "export without it: $(cat "$work/said")"
[ -z "$(find "$work/stick" -type f)" ] || fail "left behind: $(find "$work/stick" -type f)"
"$kiosk" export "$work/stick" --data "$data" > "$work/said" 2>&1 || fail "export with it: $(cat "$work/said")"
[ "$failures" -eq 0 ]
