#!/bin/sh
# Instructions of a fixed visit (visit_bench) under callgrind: instructions.sh BUILD MEDIA [WIDTH HEIGHT], from the source
# folder. Prints "what<tab>millions"; a change can be judged by it on a machine with other things to do. With KEEP=folder
# the counts stay there, for callgrind_annotate.
set -eu
command -v valgrind >/dev/null || { echo "instructions: needs valgrind (apt-get install valgrind)" >&2; exit 77; }
build=$1
shift
folder=${KEEP:-$(mktemp -d)}
mkdir -p "$folder"
[ -n "${KEEP:-}" ] || trap 'rm -rf "$folder"' EXIT
valgrind --tool=callgrind --compress-strings=no --callgrind-out-file="$folder/%p" "$build/tests/visit_bench" "$@" \
    >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }

# A process writes PID.1, PID.2 … for its steps and PID at its end; only the stage has steps.
stage=$(basename "$(ls "$folder"/*.1)" .1)
count() { awk '/^(summary|totals):/ { print $2; exit }' "$1"; }
step() { sed -n 's/^desc: Trigger: Client Request: //p' "$1" | head -n 1; }
n=1
while [ -e "$folder/$stage.$n" ]; do
    printf '%s\t%s\n' "$(step "$folder/$stage.$n")" "$(count "$folder/$stage.$n")"
    n=$((n + 1))
done >"$folder/steps"
for file in "$folder"/[0-9]*; do
    case $(basename "$file") in
    "$stage" | *.*) ;;
    *)
        kind=scenes
        ! grep -q '^fn=picture_worker_main' "$file" || kind=worker
        printf '%s\t%s\n' "$kind" "$(count "$file")"
        ;;
    esac
done >>"$folder/steps"
awk -F '\t' '
    $1 == "scenes" || $1 == "worker" { apart[$1] += $2; next }
    !($1 in sum) { order[++n] = $1 }
    { sum[$1] += $2; times[$1]++; total += $2 }
    END {
        for (i = 1; i <= n; i++)
            printf "%s%s\t%.1f\n", order[i], (times[order[i]] > 1 ? ", mean of " times[order[i]] : ""), sum[order[i]] / times[order[i]] / 1e6
        printf "all of it in the stage\t%.1f\n", total / 1e6
        printf "picture workers, 13 pictures\t%.1f\n", apart["worker"] / 1e6
        printf "scenes and their nursery\t%.1f\n", apart["scenes"] / 1e6
    }' "$folder/steps"
