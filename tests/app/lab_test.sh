# A short round of the long loops under tests/lab: power cuts on real ext4, kill -9 of the running kiosk and of its stage,
# scene after scene.
# Usage: lab_test.sh BUILD_DIR SOURCE_DIR
build=$1
cd "$2" || exit 1
skipped="" failed=""
round() { # round PROGRAM ARGUMENT…: one of them that cannot run here does not keep the others from running
    program=$1
    shift
    code=0
    "$build/tests/$program" "$@" || code=$?
    case $code in
    0) ;;
    77) skipped="$skipped $program" ;;
    *) failed="$failed $program" ;;
    esac
}
round ext4_cuts 3
round kill_loop "$build/kiosk" 2
round stage_loop "$build/kiosk" 3
round scene_loop 100
[ -z "$skipped" ] || echo "skipped:$skipped"
[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
[ -z "$skipped" ] || exit 77
