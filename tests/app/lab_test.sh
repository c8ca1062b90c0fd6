# A short round of the long loops under tests/lab: power cuts on real ext4, kill -9 of the running kiosk and of its stage,
# scene after scene.
# Usage: lab_test.sh BUILD_DIR SOURCE_DIR
cd "$2" || exit 1
skipped=0
"$1/tests/ext4_cuts" 3
code=$?
[ $code -eq 0 ] || [ $code -eq 77 ] || exit 1
[ $code -ne 77 ] || skipped=$((skipped + 1))
"$1/tests/kill_loop" "$1/kiosk" 2
code=$?
[ $code -eq 0 ] || [ $code -eq 77 ] || exit 1
[ $code -ne 77 ] || skipped=$((skipped + 1))
"$1/tests/stage_loop" "$1/kiosk" 3
code=$?
[ $code -eq 0 ] || [ $code -eq 77 ] || exit 1
"$1/tests/scene_loop" 100 || exit 1
[ $skipped -ne 2 ] || exit 77
