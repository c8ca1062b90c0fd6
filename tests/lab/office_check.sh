#!/bin/sh
# What an office opens by double click, opened: summary.xlsx in LibreOffice, its numbers compared one by one with `kiosk
# counts --json`; report.html in Chromium without a network, its console, a picture and an A4 PDF to look at; summary.csv.
#     tests/lab/office_check.sh BUILD_DIR [DATA_FOLDER]
# Needs libreoffice-calc chromium poppler-utils python3, and root to take the network away. Without DATA_FOLDER a journal of
# simulated visits is made. What was made stays in a new folder below /tmp, to be looked at.
set -eu
build=$(cd "$1" && pwd)
source=$(cd "$(dirname "$0")/../.." && pwd)
data=${2:+$(cd "$2" && pwd)}
work=$(mktemp -d /tmp/qingfeng-office-XXXXXX)
cd "$work"
kiosk() { "$build/kiosk" "$@" --conf "$source/kiosk.conf" --data "$data"; }

[ -n "$data" ] || { data=$work/data; "$build/tests/make_journal" "$data" 60000 >/dev/null; }
mkdir stick
kiosk export stick >said 2>&1 || { cat said; exit 1; }
cp stick/qingfeng/*/*/* .
kiosk counts --json >counts.json
failed=0
fail() {
    echo "FAILED: $1"
    failed=1
}

soffice "-env:UserInstallation=file://$work/office" --headless --convert-to \
    'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1' --outdir sheets summary.xlsx \
    >office.log 2>&1 || fail "LibreOffice: $(cat office.log)"
python3 "$source/tests/lab/same_figures.py" counts.json sheets/*.csv || fail "figures differ"

grep -qE '(src|href)="?(https?:)?//|@import|<script[^>]*src' report.html && fail "report.html asks for something outside"
browse() {
    unshare -n chromium --headless --no-sandbox --disable-gpu --user-data-dir="$work/browser" --enable-logging=stderr \
        "$@" "file://$work/report.html" >>console.log 2>&1
}
browse --window-size=1280,9000 --screenshot=report.png || fail "no picture of report.html"
browse --no-pdf-header-footer --print-to-pdf=report.pdf || fail "report.html cannot be printed"
grep CONSOLE console.log | grep -v "source: chrome://" && fail "something in the browser's console"
[ -s report.png ] && [ -s report.pdf ] || fail "picture or PDF is missing"
pdfinfo report.pdf | grep -E 'Pages|Page size'
pdfinfo report.pdf | grep -q 'A4' || fail "not A4"

[ "$(head -c 3 summary.csv | od -An -tx1 | tr -d ' ')" = efbbbf ] || fail "summary.csv has no BOM"
python3 - <<'P' || fail "summary.csv"
import csv, sys
raw = open("summary.csv", "rb").read()
bare = raw.replace(b"\r\n", b"")
live = [c for row in csv.reader(raw.decode("utf-8-sig").splitlines()) for c in row
        if c[:1] in "=+-@\t" and c and not c.lstrip("-").replace(".", "", 1).rstrip("%").isdigit()]
print(f"summary.csv: {raw.count(bytes([13, 10]))} lines, all CRLF: {bytes([10]) not in bare and bytes([13]) not in bare}, live formulas: {len(live)}")
sys.exit(bool(live) or b"\n" in bare or b"\r" in bare)
P
echo "to look at: $work/report.png $work/report.pdf"
[ $failed = 0 ] && echo "all well"
exit $failed
