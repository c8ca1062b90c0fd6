#!/bin/sh
# What an administrator may get wrong: without content nothing starts, without a map of fonts everything does.
# Usage: run_test.sh BUILD_DIR SOURCE_DIR
set -u
kiosk="$1/kiosk"
source="$2"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0

start() { # seconds, settings…
    seconds=$1
    shift
    timeout -s TERM "$seconds" "$kiosk" run --headless --size 640x360 --conf "$source/kiosk.conf" --data "$work/data" \
        "$@" >"$work/out" 2>&1
}

start 20 --set "kiosk.scripts=$work/nothing"
code=$?
if [ "$code" -ne 1 ] || ! grep -q "没有这个内容文件夹" "$work/out"; then
    echo "missing content: exit $code"
    cat "$work/out"
    failures=1
fi

start 5 --set "kiosk.fonts=$work/nothing" || true
if ! grep -q "首页已显示" "$work/out" || [ "$(grep -c "先用系统里的字体" "$work/out")" -ne 1 ]; then
    echo "missing map of fonts:"
    cat "$work/out"
    failures=1
fi
exit $failures
