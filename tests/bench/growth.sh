#!/bin/sh
# What more content costs, as a table: growth.sh BUILD, from anywhere. ms unless said otherwise; no screen is needed.
set -eu
build=$(cd "${1:-build}" && pwd)
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/small" "$work/large"
"$build/tests/make_photos" "$work/small"
"$build/tests/make_photos" "$work/large" 4000 4000 3000 jpg

row() { # WHAT MEDIA KIND N TEXT…
    what=$1 media=$2 kind=$3 n=$4
    shift 4
    tests/bench/make_growth.sh "$kind" "$n" "$work/content"
    figures=$("$build/tests/growth_bench" "$work/content/scripts" "$media" "$@" 2>"$work/said") || true
    rm -rf "$work/content"
    echo "$figures" | awk -F '\t' -v what="$what" -v said="$(grep -v '^20' "$work/said" | head -n 1)" '{
        printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", what, $1, $2, $3, $4, (NF > 6 ? $5 : ""), (NF > 6 ? $6 : ""), $(NF - 1), said }'
}

echo
echo "| content | start to whole home | MiB there | tap to first frame | to the whole | next tap | whole | MiB at the end | remark |"
echo "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
for n in 20 200 2000; do row "$n exhibits" "$work/small" exhibits "$n" 展项0001 下一节; done
for n in 10 1000 10000; do row "a bank of $n questions" "$work/small" quiz "$n" 展项0001 开始; done
for n in 10 100 1000; do row "a story of $n moments" "$work/small" story "$n" 展项0001 往前走; done
for n in 20 4000; do row "$n pictures of 12 megapixels" "$work/large" pictures "$n" 展项0001 下一张; done
for n in 1500 20000 200000 2000000; do row "a scroll of $n characters" "$work/small" book "$n" 展项0001 翻一翻; done
