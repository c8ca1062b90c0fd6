#!/bin/sh
# kiosk check finds every planted fault, with file, line, severity and remedy, and nothing at all in content that is well.
# Usage: check_test.sh BUILD_DIR SOURCE_DIR
set -u
kiosk="$1/kiosk"
source="$2"
. "$2/tests/prelude.sh"

# found PLACE SEVERITY WORDS: one block says so and has a remedy
found() {
    awk -v head="$1: $2: " -v words="$3" '
        /^[^ ]/ { here = index($0, head) == 1 && (words == "" || index($0, words)) }
        here && /^    改法：./ { good = 1 }
        END { exit !good }' "$work/findings"
}

cp -r "$source/tests/faults/content" "$work/faults"
cp -r "$source/tests/faults/conf" "$work/conf"
tab=$(printf '\t')
while IFS="$tab" read -r name bytes; do # broken pictures, as base64
    printf '%s' "$bytes" | base64 -d > "$work/faults/media/$name"
done < "$source/tests/faults/pictures.txt"
# "清风" in GBK
printf 'return exhibit {\n    title = "\307\345\267\347",\n}\n' > "$work/faults/gbk.lua"
printf '[kiosk]\nid = hall-1\nvenue = \307\345\267\347\n' > "$work/conf/gbk.conf"
{
    echo 'return exhibit { title = "太大", panel { title = "一", text = "一页。" } }'
    i=0
    while [ $i -lt 1100 ]; do
        echo '-- 这一行只是为了让文件变大，让它超过展项文件的上限六十四 KB。'
        i=$((i + 1))
    done
} > "$work/faults/too-large.lua"

cd "$work" || exit 1
"$kiosk" check --conf "$source/kiosk.conf" faults conf/*.conf > findings 2> errors
[ $? -eq 1 ] || fail "planted faults: exit code is not 1"
sed -i '/^libpng/d' errors # the decoder's own words about the torn picture
[ -s errors ] && fail "planted faults: $(cat errors)"

count=0
while IFS="$tab" read -r place severity words; do
    count=$((count + 1))
    found "$place" "$severity" "$words" || fail "not found: $place: $severity: …$words…"
done < "$source/tests/faults/expected.txt"
[ "$count" -ge 25 ] || fail "only $count faults are planted"
tail -n 1 findings | grep -q '^检查了 [0-9]* 个展项、[0-9]* 个画面：[0-9]* 个错误，[0-9]* 个警告，1 条提示$' || fail "no summary line"
[ "$failures" -eq 0 ] || cat findings

# a byte order mark and Windows line ends are fine, and so is one file alone
printf '\357\273\277return exhibit {\r\n    title = "好的",\r\n    panel { title = "一", text = "一页。" },\r\n}\r\n' > well.lua
"$kiosk" check --strict --conf "$source/kiosk.conf" well.lua > findings 2>&1 || fail "well.lua: $(cat findings)"
"$kiosk" check --conf "$source/kiosk.conf" faults/no-such-file.lua > findings 2>&1 && fail "a missing file is well"
found "faults/no-such-file.lua:1" "错误" "找不到" || fail "a missing file is no finding"
tail -n 1 findings | grep -q '：1 个错误' || fail "a missing file is not counted"
"$kiosk" check --strict --conf "$source/kiosk.conf" faults/unlisted.lua > findings 2>&1 || fail "one file alone needs no venue"

# a fault of the kits is named in the kits
mkdir broken
cp -r "$source/scripts/kit" broken/kit
cp well.lua broken/well.lua
sed -i '0,/paper = "#[0-9A-F]*"/s//paper = "#ZZZ"/' broken/kit/theme.lua
line=$(grep -n '#ZZZ' broken/kit/theme.lua | cut -d: -f1)
"$kiosk" check --conf "$source/kiosk.conf" broken/well.lua > findings 2>&1
found "broken/kit/theme.lua:$line" "错误" "#ZZZ" || fail "theme: $(cat findings)"

# what is well is said to be well, also under --strict
cd "$source" || exit 1
if ! "$kiosk" check --strict > "$work/findings" 2>&1; then
    cat "$work/findings"
    fail "the demo venue is not clean"
fi
echo "$count planted faults, $failures failures"
[ "$failures" -eq 0 ]
