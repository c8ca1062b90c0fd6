#!/bin/sh
# A PIN set from the command line stands in the journal, once, whether the kiosk was running or not.
# Usage: pin_note_test.sh BUILD_DIR SOURCE_DIR
set -u
. "$2/tests/prelude.sh"
kiosk=$1/kiosk
note=$work/data/pin.set-by-command

set_pin() { printf '%s\n' "$1" | "$kiosk" set-pin --conf "$2/kiosk.conf" --data "$work/data" > "$work/said" 2>&1; }
start() {
    "$kiosk" run --headless --size 640x360 --conf "$1/kiosk.conf" --data "$work/data" > "$work/out" 2>&1 &
    pid=$!
}
taken_up() { # waits for the keeper to take the note away
    tries=0
    until [ ! -e "$note" ] || [ $((tries += 1)) -gt 300 ]; do sleep 0.1; done
    [ ! -e "$note" ] || fail "the note was not taken up: $(cat "$work/out")"
}
stop() {
    kill -TERM $pid
    wait $pid
}
recorded() { # how many records say so
    mkdir "$work/out-$1"
    "$kiosk" export "$work/out-$1" --conf "$2/kiosk.conf" --data "$work/data" > "$work/said" 2>&1 || cat "$work/said" >&2
    cat "$work/out-$1"/qingfeng/*/*/records.jsonl | grep -c '"kind":"staff".*"act":"set_pin","detail":"kiosk set-pin"'
}

set_pin 123456 "$2" && fail "a PIN that is too simple was taken"
[ ! -e "$note" ] || fail "a refused PIN left a note"
set_pin 314159265 "$2" || fail "set-pin: $(cat "$work/said")"
[ -e "$note" ] || fail "no note while no kiosk runs"
start "$2"
taken_up
[ "$(recorded running "$2")" = 1 ] || fail "not recorded at the start"
set_pin 271828182 "$2" || fail "set-pin beside a running kiosk: $(cat "$work/said")"
taken_up
stop
[ "$(recorded stopped "$2")" = 2 ] || fail "not recorded beside a running kiosk"
start "$2"
tries=0
until grep -q 首页已显示 "$work/out" || [ $((tries += 1)) -gt 300 ]; do sleep 0.1; done
stop
[ "$(recorded again "$2")" = 2 ] || fail "recorded again at the next start"
[ "$failures" -eq 0 ]
