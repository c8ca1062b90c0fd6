#!/bin/sh
# Exporting again and again and counting from all of it gives what the journal gives: every record counts once.
# Usage: once_test.sh BUILD_DIR SOURCE_DIR
set -u
. "$2/tests/prelude.sh"
cd "$2" || exit 1

program=$1/kiosk
maker=$1/tests/make_journal
mkdir "$work/stick"
"$maker" "$work/data" 3000 > "$work/last" || fail "no journal was made"
"$program" export "$work/stick" --data "$work/data" > "$work/said" 2>&1 || fail "the first export failed"
half=$(($(cat "$work/last") / 2))
sleep 1 # folders are named by the second
"$program" export "$work/stick" --since "$half" --data "$work/data" > "$work/said" 2>&1 || fail "the second export failed"
sleep 1
"$program" export "$work/stick" --data "$work/data" > "$work/said" 2>&1 || fail "the third export failed"
"$program" counts --json --data "$work/data" > "$work/journal.json" || fail "no figures from the journal"
find "$work/stick/qingfeng" -mindepth 2 -maxdepth 2 -type d | sort > "$work/folders"
[ "$(wc -l < "$work/folders")" -eq 3 ] || fail "not three exports: $(cat "$work/folders")"
"$program" counts --json --records $(cat "$work/folders") $(head -n 1 "$work/folders") > "$work/exports.json" 2> "$work/remark" ||
    fail "no figures from the exports"
[ -s "$work/remark" ] && fail "the exports do not hang together: $(cat "$work/remark")"

cmp "$work/journal.json" "$work/exports.json" || fail "figures differ"
visits=$(sed 's/.*"visits":{"visits":\([0-9]*\),.*/\1/' "$work/exports.json")
[ "$visits" -gt 100 ] || fail "only $visits visits"
[ "$failures" -eq 0 ]
