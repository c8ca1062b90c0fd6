#!/bin/sh
# The program needs no function of a network library: no names are looked up, nothing is listened to over a network. `socket`
# itself is used for local sockets only; the stage's fence (tests/scene/fence_test.c) refuses every other kind, and here a
# running stage is seen to stand behind it.
build=$1
source=$2
kiosk=$build/kiosk
fail() { echo "$*"; exit 1; }

needs=$(nm -D --undefined-only "$kiosk" | awk '{print $2}' | sed 's/@.*//')
for name in getaddrinfo getnameinfo gethostbyname gethostbyname2 gethostbyaddr getservbyname getprotobyname res_query \
    res_search res_init inet_addr inet_aton inet_pton inet_ntop inet_ntoa if_nametoindex getifaddrs in6addr_any accept sendmmsg \
    curl_easy_init SSL_connect; do
    echo "$needs" | grep -qx "$name" && fail "kiosk needs $name"
done
echo "$needs" | grep -qx socket || fail "this test reads the symbols wrongly: kiosk does use local sockets"
found=$(grep -rnE 'AF_INET|PF_INET|sockaddr_in|SOCK_RAW' "$source/engine")
[ -z "$found" ] || fail "the engine speaks of a network: $found"
others=$(grep -rnE '[^a-z_]socket\(' "$source/engine" --include=*.c | grep -v 'AF_UNIX')
[ -z "$others" ] || fail "a socket of another kind: $others"

work=$(mktemp -d) || exit 1
trap 'kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; rm -rf "$work"' EXIT
"$kiosk" run --headless --size 640x360 --data "$work/data" --conf "$source/kiosk.conf" \
    --set kiosk.scripts="$source/tests/app/venue" >"$work/log" 2>&1 &
pid=$!
i=0
until grep -q 首页已显示 "$work/log"; do
    i=$((i + 1))
    [ $i -lt 200 ] || fail "home does not stand: $(cat "$work/log")"
    sleep 0.1
done
stage=$(pgrep -P "$pid" qf-stage)
[ -n "$stage" ] || fail "there is no stage"
grep -q '^Seccomp:.2' "/proc/$stage/status" || fail "the stage has no fence"
grep -q '^NoNewPrivs:.1' "/proc/$stage/status" || fail "the stage may gain privileges"
