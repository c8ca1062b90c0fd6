#!/bin/sh
# Plays the administrator's visits in virtual time: gesture, PIN, export, 可以拔出, out again.
# Usage: admin_visits_test.sh BUILD_DIR SOURCE_DIR
set -u
kiosk="$1/kiosk"
. "$2/tests/prelude.sh"
cd "$2" || exit 1

"$kiosk" test -o "$1/shots" tests/app/admin_test.lua > "$work/said" 2>&1 ||
    fail "the administrator's visits failed: $(cat "$work/said")"
[ "$failures" -eq 0 ]
