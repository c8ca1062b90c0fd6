#!/bin/sh
# The guided visit ends well, completes a quiz, a story and a case, and leaves pictures, records that verify with
# sha256sum alone, and counts.
# Usage: tour_test.sh BUILD_DIR SOURCE_DIR
set -u
. "$2/tests/prelude.sh"
cd "$2" || exit 1

"$1/kiosk" tour -o "$work/tour" > "$work/said" 2>&1 || fail "tour failed"
[ "$(find "$work/tour/screens" -name '*.png' | wc -l)" -ge 20 ] || fail "fewer than 20 pictures"
export=$(find "$work/tour/export/qingfeng" -mindepth 2 -maxdepth 2 -type d)
records="$export/records.jsonl"
(cd "$export" && sha256sum -c --quiet SHA256SUMS) || fail "the export's sums are wrong"
grep -q "四知堂" "$export/summary.csv" || fail "the report does not call an exhibit by its title"
for kind in visit_start enter answer result choice ending leave; do
    grep -q "\"kind\":\"$kind\"" "$records" || fail "no record of kind $kind"
done
grep -q '"kind":"visit_end".*"why":"timeout"' "$records" || fail "no visit that ended by timeout"
grep -q '"kind":"visit_end".*"why":"finished"' "$records" || fail "no visit that was finished"

# the chain: every `prev` is the sum of the line before
before=$(printf '%064d' 0)
line_number=0
while IFS= read -r line; do
    line_number=$((line_number + 1))
    case "$line" in
    *"\"prev\":\"$before\""*) ;;
    *)
        fail "line $line_number is not chained"
        break
        ;;
    esac
    before=$(printf '%s' "$line" | sha256sum | cut -c1-64)
done < "$records"
[ "$line_number" -ge 40 ] || fail "only $line_number records"
[ "$failures" -eq 0 ] || cat "$work/said"
[ "$failures" -eq 0 ]
