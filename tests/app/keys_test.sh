#!/bin/sh
# Keys and signatures against the public minisign tool, both ways; the commands that make keys and set the PIN.
# Usage: keys_test.sh BUILD_DIR SOURCE_DIR
set -u
. "$2/tests/prelude.sh"
command -v minisign > /dev/null || { echo "skipped: no minisign"; exit 77; }
kiosk=$1/kiosk
cd "$work" || exit 1
printf '[kiosk]\ndata = data\n' > kiosk.conf

# our pair: the tool signs with our key and believes our public key; a second run overwrites nothing
"$kiosk" keygen -o ours > said || fail "keygen: $(cat said)"
[ "$(stat -c %a ours.key)" = 600 ] || fail "the secret key can be read by others"
grep -q "$(sed -n 2p ours.pub)" said || fail "keygen does not print the public key"
sum=$(cat ours.key ours.pub | sha256sum)
"$kiosk" keygen -o ours 2> said && fail "keygen overwrote a pair"
[ "$sum" = "$(cat ours.key ours.pub | sha256sum)" ] || fail "keygen changed a pair"
head -c 100000 /dev/urandom > data.bin
minisign -S -s ours.key -m data.bin -t 'from the tool' > /dev/null || fail "the tool cannot sign with our key"
minisign -V -p ours.pub -m data.bin > /dev/null || fail "the tool does not believe its signature by our key"
"$kiosk" keygen 2> said && fail "keygen without a name"
[ $? -eq 2 ] || fail "keygen without a name is no wrong usage"

# a pair with a password; a tool's pair with one, and one without, sign for us: all are what the tool takes
memory=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo)
if [ "$memory" -gt 2500000 ]; then
    printf 'secret words\n' | "$kiosk" keygen -o sealed -p > /dev/null || fail "keygen -p"
    printf 'secret words\n' | minisign -S -s sealed.key -m data.bin -x sealed.minisig > /dev/null 2>&1 ||
        fail "the tool cannot open our protected key"
    minisign -V -p sealed.pub -m data.bin -x sealed.minisig > /dev/null || fail "a signature by our protected key"
fi
minisign -G -W -p tool.pub -s tool.key > /dev/null || fail "the tool makes no pair"
mkdir -p stick
"$kiosk" stick-key stick --kiosk hall-1 --key tool.key > said || fail "stick-key with the tool's key"
minisign -V -p tool.pub -m stick/qingfeng-auto-export.txt > /dev/null || fail "the tool does not believe our signature"
id=$(sed -n 's/^id: //p' stick/qingfeng-auto-export.txt)
grep -q "$id" said || fail "the id is not said"
"$kiosk" stick-key stick --kiosk 'a b' --key tool.key 2> said && fail "a kiosk id with a blank"

# the device's key signs, the tool believes it
"$kiosk" stick-key /nowhere --key tool.key 2> said && fail "a stick that is not there"
grep -q '没有这个文件夹；改法：插好 U 盘' said || fail "a stick that is not there: $(cat said)"
"$kiosk" stick-key stick 2> said && fail "signed without a device key"
grep -q 'device.key' said || fail "a missing device key is not named"
printf '314159265\n' | "$kiosk" set-pin > said || fail "set-pin: $(cat said)"
[ "$(stat -c %a data/admin.pin)" = 600 ] || fail "the PIN file can be read by others"
for pin in '' 123456 12345 abcdef 888888; do
    printf '%s\n' "$pin" | "$kiosk" set-pin > said 2>&1 && fail "set-pin took '$pin'"
done
"$kiosk" set-pin 314159265 2> said && fail "a PIN on the command line"
[ $? -eq 2 ] || fail "a PIN on the command line is no wrong usage"
grep -q '314159265' data/admin.pin && fail "the PIN stands in its file"

# from a terminal: nothing is echoed, both must agree
wait_for() {
    tries=0
    until [ "$(grep -o "$1" terminal 2> /dev/null | wc -l)" -ge 1 ] || [ $((tries += 1)) -gt 300 ]; do
        sleep 0.1
    done
}
type_both() {
    rm -f keyboard terminal
    mkfifo keyboard
    script -qec "$kiosk set-pin" /dev/null < keyboard > terminal 2>&1 &
    typist=$!
    exec 3> keyboard
    wait_for '新的管理密码'
    printf '%s\n' "$1" >&3
    wait_for '再输入一次'
    printf '%s\n' "$2" >&3
    wait "$typist"
    ended=$?
    exec 3>&-
    return $ended
}
if command -v script > /dev/null; then
    type_both 730914 730915 && fail "two different PINs"
    grep -q '两次输入不一样' terminal || fail "two different PINs are not named: $(cat terminal)"
    type_both 730914 730914 || fail "set-pin at a terminal: $(cat terminal)"
    grep -q '7309' terminal && fail "the terminal shows the PIN"
fi
[ "$failures" -eq 0 ]
