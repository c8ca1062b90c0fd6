#!/bin/sh
# The fuzz targets under clang's libFuzzer, one after another, by hand:
#     tests/fuzz/run.sh SECONDS_EACH [FOLDER [TARGET…]]
# Ends 1 when there was a finding, or a target that did not run to its end.
# Needs clang and a build with tests on (build/sanitize). FOLDER (default build/fuzz) keeps what was found and learnt.
set -eu
seconds=$1
cd "$(dirname "$0")/../.."
out=${2:-build/fuzz}
[ $# -lt 2 ] || shift
shift
mkdir -p "$out"
failed=""
flags="-std=c11 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -Iengine -Itests/fuzz"
printf '%-12s %12s %10s %8s %9s\n' target runs runs/s edges findings
[ $# -gt 0 ] || for source in tests/fuzz/*_fuzz.c; do
    set -- "$@" "$(basename "$source" _fuzz.c)"
done
for name; do
    source=tests/fuzz/${name}_fuzz.c
    mkdir -p "$out/$name"
    build/sanitize/tests/fuzz_"$name" --write "$out/$name"
    libs="libsodium inih"
    case $name in
        config | json | utf8) sources=$(ls engine/base/*.c) ;;
        wire) sources=$(ls engine/base/*.c engine/wire/*.c) ;;
        signature) sources=$(ls engine/base/*.c engine/trust/*.c) ;;
        line) sources="$(ls engine/base/*.c engine/wire/*.c) engine/journal/line.c engine/journal/line_read.c" ;;
        markup) sources="$(ls engine/base/*.c engine/wire/*.c) engine/stage/text_markup.c" ;;
        picture) sources="$(ls engine/base/*.c) engine/stage/picture_probe.c" ;;
        *) sources="$(ls engine/base/*.c engine/wire/*.c engine/scene/*.c engine/stage/*.c) engine/app/strikes.c"
            libs="$libs lua5.4 libseccomp sdl2 SDL2_ttf SDL2_image libunibreak libdrm" ;;
    esac
    # shellcheck disable=SC2086
    clang $flags $source $sources -o "$out/$name.fuzz" $(pkg-config --cflags --libs $libs) -lm
    "$out/$name.fuzz" -max_total_time="$seconds" -max_len=4096 -timeout=20 -rss_limit_mb=4096 -artifact_prefix="$out/$name-" "$out/$name" 2>"$out/$name.log" || true
    awk -v name="$name" '/^#/ { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
        /^Done/ { runs = $2; secs = $5 } /SUMMARY:/ { bad++ }
        END { printf "%-12s %12d %10d %8d %9d\n", name, runs, secs ? runs / secs : 0, edges, bad; exit bad > 0 || !runs }' \
        "$out/$name.log" || failed="$failed $name"
done
[ -z "$failed" ] || { echo "findings:$failed (see $out)" >&2; exit 1; }
