#!/bin/sh
# Exports of a running kiosk: through its desk, by itself when a stick with a key is there, with the job killed or the
# asking command gone; figures from its desk meanwhile; and the same by a kiosk that is not running.
# Usage: export_test.sh BUILD_DIR SOURCE_DIR
set -u
. "$2/tests/prelude.sh"
cd "$2" || exit 1
kiosk=$1/kiosk
data=$work/data
running=
trap '[ -z "$running" ] || kill -9 $running 2>/dev/null; rm -rf "$work"' EXIT

is_whole() {
    (cd "$1" && sha256sum -c --quiet SHA256SUMS && minisign -Vqm SHA256SUMS -p kiosk.pub) || fail "$1 does not verify"
}

# start_kiosk SETTINGS…: waits until it answers
start_kiosk() {
    SDL_VIDEODRIVER=dummy "$kiosk" run --headless --data "$data" "$@" >"$work/log" 2>&1 </dev/null &
    running=$!
    for _ in $(seq 100); do
        grep -q '首页已显示' "$work/log" && return
        sleep 0.1
    done
    fail "the kiosk did not start"
}
stop_kiosk() {
    kill $running && wait $running
    running=
}

mkdir "$work/stick" "$work/auto" "$work/plain"
start_kiosk
"$kiosk" export "$work/stick" --data "$data" >"$work/said" 2>"$work/err" || fail "export failed: $(tail -1 "$work/err")"
grep -q '可以拔出' "$work/said" || fail "it does not say that it can be pulled"
first=$(sed -n 2p "$work/said")
is_whole "$first"
"$kiosk" verify "$first" --data "$data" >"$work/verdict" || fail "kiosk verify: $(cat "$work/verdict")"
grep -q '"kind":"checkpoint"' "$first/records.jsonl" || fail "the export does not end with a signed head"
"$kiosk" counts --from 2026-13-01 --data "$data" > "$work/said" 2>&1 && fail "a month that there is not"
grep -q '“2026-13-01”不是日期' "$work/said" || fail "a month that there is not: $(cat "$work/said")"
"$kiosk" counts --from 2026-02-01 --to 2026-01-01 --data "$data" > "$work/said" 2>&1
grep -q '请对调' "$work/said" || fail "dates the wrong way round: $(cat "$work/said")"
"$kiosk" counts --json --data "$data" | grep -q '"definitions":1' || fail "no figures from the desk"

# a second one knows of the first, and is counted from like it
"$kiosk" export "$work/stick" --since 2 --data "$data" >"$work/said" 2>&1 || fail "export --since failed"
second=$(grep "^$work" "$work/said")
grep -q "\"kind\":\"export\".*\"folder\":\"$(basename "$first")\"" "$second/records.jsonl" || fail "no record of the export"
head -1 "$second/records.jsonl" | grep -q '^{"seq":3,' || fail "--since 2 does not begin with record 3"
is_whole "$first"
is_whole "$second"

# bad sticks: a sentence and exit code 1, and the kiosk goes on
touch "$work/plain/qingfeng"
"$kiosk" export "$work/plain" --data "$data" >"$work/said" 2>"$work/err" && fail "a file in the way was not noticed"
grep -q 'qingfeng 不是文件夹' "$work/err" || fail "file in the way: $(tail -1 "$work/err")"
kill -0 $running || fail "the kiosk is gone"
"$kiosk" export "$work/stick" --since x --data "$data" >/dev/null 2>&1
[ $? = 2 ] || fail "--since x is wrong usage"

# by itself, only onto a stick that bears a key, and with what was refused
stop_kiosk
"$kiosk" stick-key "$work/auto" --data "$data" >"$work/said" 2>&1 || fail "stick-key: $(cat "$work/said")"
rm "$work/plain/qingfeng"
start_kiosk --set usb.auto_export=yes --set "usb.roots=$work/auto:$work/plain"
for _ in $(seq 50); do
    grep -q '自动导出：导出完成' "$work/log" && break
    sleep 0.1
done
grep -q '自动导出：导出完成并核对无误，可以拔出' "$work/log" || fail "no automatic export: $(tail -2 "$work/log")"
for folder in "$work"/auto/qingfeng/kiosk-1/2*; do is_whole "$folder"; done
[ -z "$(ls -A "$work/plain")" ] || fail "a stick without a key was written to"
"$kiosk" export "$work/stick" --data "$data" >"$work/said" 2>&1 || fail "export after the automatic one failed"
after=$(grep "^$work" "$work/said")/records.jsonl
grep -q '"kind":"export".*"verified":true' "$after" || fail "the automatic export is no record"
grep -q '"kind":"staff"' "$after" && fail "the stick's key did more than an export"
stop_kiosk

# not running: the same, and nothing is added to the journal
"$kiosk" export "$work/stick" --data "$data" >"$work/said" 2>"$work/err" || fail "not running: $(tail -1 "$work/err")"
is_whole "$(sed -n 2p "$work/said")"
[ "$failures" -eq 0 ] || cat "$work/log"
[ "$failures" -eq 0 ]
