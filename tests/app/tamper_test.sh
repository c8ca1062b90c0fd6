#!/bin/sh
# A real export, tampered with in every way that an auditor would think of: each is caught, by its own name, about the
# right file; the untouched one passes, also with the public tools alone.
# Usage: tamper_test.sh BUILD_DIR SOURCE_DIR
set -u
. "$2/tests/prelude.sh"
kiosk=$1/kiosk
cd "$2" || exit 1

# a small venue is enough
mkdir "$work/scripts"
cp tests/app/venue/quiz.lua tests/app/venue/s1.lua tests/app/venue/s2.lua "$work/scripts"
cat > "$work/scripts/venue.lua" << 'LUA'
return venue { title = "试验展馆", short = "试验", content = "test@1", theme = "qinglian", seal = "清风",
    attract = { { picture = "attract/lotus.svg", lines = { "试验" }, text = "一" } },
    zone { "分区", cover { scene = "quiz", title = "小测验", picture = "covers/quiz.svg", minutes = 1 },
        cover { scene = "s1", title = "展项1", picture = "covers/gallery.svg", minutes = 1 },
        cover { scene = "s2", title = "展项2", picture = "covers/gallery.svg", minutes = 1 } } }
LUA

# an older and a newer export of the same device: the tour's, and one made after it
"$kiosk" tour -o "$work/tour" --set "kiosk.scripts=$work/scripts" > "$work/said" 2>&1 || { cat "$work/said"; exit 1; }
data=$work/tour/data
older=$(find "$work/tour/export/qingfeng" -mindepth 2 -maxdepth 2 -type d)
mkdir "$work/stick"
"$kiosk" export "$work/stick" --data "$data" > "$work/said" 2>&1 || fail "export: $(cat "$work/said")"
newer=$(find "$work/stick/qingfeng" -mindepth 2 -maxdepth 2 -type d)
cd "$work" || exit 1

fresh() { # fresh NAME: an untouched copy of the newer export
    rm -rf x
    cp -r "$newer" x
}
verify() { # verify WORDS...: into `out`
    "$kiosk" verify x --key "$data/kiosk.pub" --json "$@" > out 2> err
}
caught() { # caught WHAT CODE FILE [WORDS]
    verify && fail "$1: passes"
    grep -q "\"code\":\"$2\",\"file\":\"$3\"" out || fail "$1: no $2 about $3 in $(cat out err)"
    [ -n "${4:-}" ] || return 0
    grep -q "$4" out || fail "$1: does not say $4: $(cat out)"
    "$kiosk" verify x > text 2>&1 # for people, and without the device's key
    grep -q '改法：' text || fail "$1: no remedy for people: $(cat text)"
}
flip() { # flip FILE OFFSET: one bit of one byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
    printf "\\$(printf %03o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc 2> /dev/null
}
code_of() { # the check code that verify prints for a folder
    "$kiosk" verify "$1" --json | sed 's/.*"check_code":"\([^"]*\)".*/\1/'
}

# untouched
fresh
verify || fail "the untouched export does not pass: $(cat out err)"
(cd x && sha256sum -c --quiet SHA256SUMS) || fail "sha256sum does not agree"
if command -v minisign > /dev/null; then
    minisign -V -q -p "$data/kiosk.pub" -m x/SHA256SUMS || fail "the public tool does not agree"
fi
# a checkpoint by hand, as docs/verify.zh-CN.md says
if command -v minisign > /dev/null; then
    grep '"kind":"checkpoint"' x/records.jsonl | tail -n 1 > checkpoint
    printf %s "$(sed 's/.*"head":"\([^"]*\)".*/\1/' checkpoint)" > head
    sed 's/.*"signature":"\([^"]*\)".*/\1/' checkpoint | tr '|' '\n' > head.minisig
    minisign -V -q -p "$data/kiosk.pub" -m head || fail "the public tool does not agree about a checkpoint"
fi
grep -q '"unproven":\[[^]]*--contains' out || fail "it does not say what a cut tail would look like"
"$kiosk" verify x > text || fail "does not pass without a key"
grep -q 重新计算 text || fail "it does not say that the figures were counted again: $(cat text)"
grep -q '是不是那台设备的' text || fail "it does not say that the key is not proven: $(cat text)"
"$kiosk" verify x --data "$data" > text || fail "does not pass on its own kiosk"
grep -q '由本机的密钥' text || fail "its own kiosk does not know its key: $(cat text)"

files=$(ls x)
[ "$(echo "$files" | wc -l)" -eq 8 ] || fail "an export has other files than these: $files"
for file in $files; do
    case $file in
    SHA256SUMS) code=bad_signature missing=not_an_export mixed=bad_signature ;;
    SHA256SUMS.minisig) code=bad_signature missing=unsigned mixed=bad_signature ;;
    kiosk.pub) code=bad_key_file missing=missing mixed= ;;
    *) code=changed missing=missing mixed=changed ;;
    esac
    size=$(stat -c %s "x/$file")
    for offset in 0 $((size / 2)) $((size - 1)); do
        fresh
        flip "x/$file" "$offset"
        [ "$file" != SHA256SUMS.minisig ] || [ "$offset" -ne $((size / 2)) ] || continue # below
        caught "byte $offset of $file" "$code" "$file"
    done
    fresh
    rm "x/$file"
    caught "$file missing" $missing "$file"
    ln -s "$newer/$file" "x/$file"
    caught "$file a link" not_a_file "$file" 符号链接
    rm "x/$file"
    mkfifo "x/$file"
    caught "$file a pipe" not_a_file "$file" 管道
    [ -n "$mixed" ] || continue # a device has one key
    fresh
    cp "$older/$file" x
    verify && fail "$file of another export passes"
    grep -q "\"code\":\"$mixed\"" out || fail "$file of another export: $(cat out)"
done
offset=0
while [ "$offset" -lt "$(stat -c %s x/SHA256SUMS.minisig)" ]; do
    fresh
    flip x/SHA256SUMS.minisig "$offset"
    verify && fail "byte $offset of the signature"
    offset=$((offset + 41))
done

# a figure that the records do not give, under a signature of somebody else
restate() { # restate FILE SED-WORDS: and sums, manifest and all made anew, unsigned
    old=$(sha256sum "x/$1" | cut -c1-64)
    bytes=$(stat -c %s "x/$1")
    sed -i "$2" "x/$1"
    new=$(sha256sum "x/$1" | cut -c1-64)
    [ "$old" != "$new" ] || fail "$2 changes nothing in $1"
    sed -i "s/$old/$new/; s/\"bytes\":$bytes,\"sha256\":\"$new/\"bytes\":$(stat -c %s "x/$1"),\"sha256\":\"$new/" x/manifest.json
    (cd x && sha256sum $(sed 's/^.\{66\}//' SHA256SUMS) > ../sums && mv ../sums SHA256SUMS && rm SHA256SUMS.minisig)
}
fresh
restate manifest.json 's/"visits":{"visits":[0-9]*/"visits":{"visits":9999/'
caught "a figure in the manifest" other_figures manifest.json '参观人次”写的是 9999，按记录算是'
fresh
restate summary.csv 's/^参观人次,[0-9]*/参观人次,9999/'
caught "a figure in the table" other_figures summary.csv '参观人次”写的是 9999，按记录算是'

# records
lines=$(wc -l < "$newer/records.jsonl")
fresh
sed -i 10d x/records.jsonl
caught "a record taken out" gap records.jsonl '第 9 条之后直接是第 11 条，中间少了 1 条'
fresh
sed -i '10s/"tz":[0-9]*/"tz":60/' x/records.jsonl
caught "a record changed" broken_link records.jsonl '第 10 条与第 11 条接不上'
fresh
sed -i '10{h;d};11{G}' x/records.jsonl
caught "two records exchanged" out_of_order records.jsonl
fresh
sed -i 1,5d x/records.jsonl
caught "the beginning cut" head_cut records.jsonl '开头少了 5 条'
fresh
sed -i "$((lines - 6)),\$d" x/records.jsonl
caught "the tail cut" tail_cut records.jsonl '尾部少了 7 条'
fresh
last=$(tail -n 1 x/records.jsonl)
sum=$(printf %s "$last" | sha256sum | cut -c1-64)
echo "$last" | sed "s/\"seq\":[0-9]*,\"prev\":\"[0-9a-f]*\"/\"seq\":$((lines + 1)),\"prev\":\"$sum\"/" >> x/records.jsonl
caught "a record appended" appended records.jsonl '后面追加了 1 条'
fresh
printf 'not a record\n' >> x/records.jsonl
caught "a line appended" bad_line records.jsonl

# everything written anew, except what needs the device's key
fresh
sed -i "$((lines - 6)),\$d" x/records.jsonl
(cd x && sha256sum records.jsonl report.html summary.xlsx summary.csv manifest.json > SHA256SUMS)
caught "sums written anew" bad_signature SHA256SUMS '签名本身完好'
if command -v minisign > /dev/null; then
    minisign -G -W -p forger.pub -s forger.key > /dev/null
    minisign -S -s forger.key -m x/SHA256SUMS -t 'qingfeng export kiosk=kiosk-1 upto=1 made=x' > /dev/null
    caught "signed by another key" other_key SHA256SUMS.minisig
    cp forger.pub x/kiosk.pub
    caught "with its public key" other_key SHA256SUMS.minisig
    caught "with its public key" bad_key_file kiosk.pub
    fresh
    minisign -S -s forger.key -m x/SHA256SUMS > /dev/null
    cp forger.pub x/kiosk.pub
    "$kiosk" verify x > text && fail "another signature passes without a key"
    grep -q 'manifest.json 里登记的公钥不同' text || fail "the exchanged key is not named: $(cat text)"
fi

# two exports mixed: the older one's records and manifest in the newer one
fresh
cp "$older/records.jsonl" "$older/manifest.json" x
caught "two exports mixed" mixed manifest.json '两次导出的文件混在一起'
rm -rf x
cp -r "$older" x
cp "$newer/records.jsonl" x
verify && fail "records of a later export"
grep -q '较晚的一次导出' out || fail "records of a later export: $(cat out)"

# more than there should be
fresh
printf x > x/extra.txt
caught "one file more" extra extra.txt
fresh
printf x > "x/$(printf 'line\nbreak "quoted" \033[31m')"
caught "a name with a line break" extra 'line\\\\x0abreak \\"quoted\\" \\\\x1b\[31m'
fresh
mkdir x/folder
caught "a folder in it" extra folder

# written-down codes
before=$(code_of "$older")
after=$(code_of "$newer")
[ "$before" != "$after" ] || fail "two exports have one check code"
fresh
verify --contains "$(echo "$before" | tr 'A-Z-' 'a-z ')" || fail "an older code: $(cat out err)"
grep -q "\"contains\":{\"seq\":$((lines - 1))," out || fail "an older code is not placed: $(cat out)"
grep -q "抄下的核验码 $before" out || fail "an older code is not proven: $(cat out)"
rm -rf x
cp -r "$older" x
verify --contains "$after" && fail "an older export has a later code"
grep -q '"code":"code_not_found"' out || fail "a later code: $(cat out)"
verify --contains 0000-0000 && fail "a wrong code passes"
verify --contains what && fail "no code at all passes"
grep -q '"code":"bad_code"' out || fail "no code at all: $(cat out)"

# not an export at all
"$kiosk" verify "$work/nowhere" 2> err && fail "no folder passes"
grep -q 'nowhere' err || fail "no folder: $(cat err)"
"$kiosk" verify "$work" > text 2>&1 && fail "any folder passes"
grep -q '不是一次完整的导出' text || fail "any folder: $(cat text)"
"$kiosk" verify > /dev/null 2>&1
[ $? -eq 2 ] || fail "no words are no wrong usage"
[ "$failures" -eq 0 ]
