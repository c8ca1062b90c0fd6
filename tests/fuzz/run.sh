#!/bin/sh
# The fuzz targets under clang's libFuzzer, one after another, by hand:
#     tests/fuzz/run.sh SECONDS_EACH [FOLDER]
# Needs clang and a build with tests on (build/sanitize). FOLDER (default build/fuzz) keeps what was found and learnt.
set -eu
seconds=$1
cd "$(dirname "$0")/../.."
out=${2:-build/fuzz}
mkdir -p "$out"
flags="-std=c11 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -Iengine -Itests/fuzz"
printf '%-12s %12s %10s %8s %9s\n' target runs runs/s edges findings
for source in tests/fuzz/*_fuzz.c; do
    name=$(basename "$source" _fuzz.c)
    mkdir -p "$out/$name"
    build/sanitize/tests/fuzz_"$name" --write "$out/$name"
    rooms=$(case $name in json | config) echo base ;; wire) echo base wire ;; line) echo base wire trust journal ;;
        signature) echo base trust ;; *) echo base wire stage ;; esac)
    case $name in markup) sources="$(ls engine/base/*.c) engine/stage/text_markup.c $(ls engine/wire/*.c)" ;;
        picture) sources="$(ls engine/base/*.c) engine/stage/picture_probe.c" ;;
        line) sources="$(ls engine/base/*.c engine/wire/*.c) engine/journal/line.c engine/journal/line_read.c" ;;
        *) sources=$(for room in $rooms; do ls engine/$room/*.c; done) ;; esac
    # shellcheck disable=SC2086
    clang $flags $source $sources -o "$out/$name.fuzz" $(pkg-config --cflags --libs libsodium) -linih -lm
    "$out/$name.fuzz" -max_total_time="$seconds" -max_len=4096 -artifact_prefix="$out/$name-" "$out/$name" 2>"$out/$name.log" || true
    awk -v name="$name" '/^#/ { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
        /^Done/ { runs = $2; secs = $5 } /SUMMARY:/ { bad++ }
        END { printf "%-12s %12d %10d %8d %9d\n", name, runs, secs ? runs / secs : 0, edges, bad }' "$out/$name.log"
done
