#!/bin/sh
# The window on a real X server with real X input: pixels, partial presents, turned panel, waiting without waking up; and
# the same pixels through each way to present.
set -eu
command -v Xvfb >/dev/null && command -v xdotool >/dev/null || exit 77
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
Xvfb -displayfd 3 -screen 0 640x480x24 -fbdir "$folder" -noreset -nolisten tcp 3>"$folder/number" 2>"$folder/log" &
server=$!
for _ in $(seq 100); do
    [ -s "$folder/number" ] && break
    sleep 0.1
done
export DISPLAY=":$(cat "$folder/number")" WINDOW_TEST_FB="$folder" SDL_VIDEODRIVER=x11
# SDL keeps a few things to the end of the process; leaks of ours are looked for in the test without a display.
export ASAN_OPTIONS=detect_leaks=0
"$1/tests/stage_window_test"
PRESENT_TEST_WAY=surface "$1/tests/stage_present_test"
PRESENT_TEST_WAY=texture SDL_RENDER_DRIVER=software "$1/tests/stage_present_test"
PRESENT_TEST_WAY=gl SDL_RENDER_DRIVER=opengl "$1/tests/stage_present_test"
