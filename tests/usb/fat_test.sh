#!/bin/sh
# The export on the file systems that sticks have, FAT32 and exFAT, as far as this machine can mount them without its
# kernel (fusefat, exfat-fuse): everything that anyone checks passes, a second export does not disturb the first, and
# nothing else is left there.
# Usage: fat_test.sh BUILD_DIR SOURCE_DIR
set -u
. "$2/tests/prelude.sh"
cd "$2" || exit 1
kiosk=$1/kiosk
tried=0

[ -e /dev/fuse ] || { echo "skipped: no /dev/fuse here"; exit 77; }
"$kiosk" tour -o "$work/tour" >"$work/said" 2>&1 || fail "tour failed"
data=$work/tour/data

is_whole() {
    (cd "$1" && sha256sum -c --quiet SHA256SUMS && minisign -Vqm SHA256SUMS -p kiosk.pub) || fail "$1 does not verify"
}

# use_stick NAME: exports twice onto $work/NAME, which is mounted, and looks at what is there
use_stick() {
    tried=$((tried + 1))
    for round in 1 2; do
        "$kiosk" export "$work/$1" --data "$data" >"$work/said" 2>"$work/err" ||
            fail "$1, round $round: $(tail -1 "$work/err")"
        grep -q '可以拔出' "$work/said" || fail "$1: it does not say that it can be pulled"
    done
    for folder in "$work/$1"/qingfeng/kiosk-1/2*; do is_whole "$folder"; done
    [ "$(ls "$work/$1/qingfeng/kiosk-1" | wc -l)" = 2 ] || fail "$1: not two exports"
    [ "$(find "$work/$1" -name '.partial*' | wc -l)" = 0 ] || fail "$1: remains"
}

if command -v fusefat >/dev/null && truncate -s 64M "$work/fat.img" && mkfs.vfat -F32 "$work/fat.img" >/dev/null; then
    mkdir "$work/fat"
    if fusefat -o rw+ "$work/fat.img" "$work/fat" 2>/dev/null; then
        use_stick fat
        umount "$work/fat"
    fi
fi
if command -v mount.exfat-fuse >/dev/null && truncate -s 64M "$work/exfat.img" && mkfs.exfat "$work/exfat.img" >/dev/null; then
    mkdir "$work/exfat"
    loop=$(losetup -f --show "$work/exfat.img" 2>/dev/null) || loop=/nowhere
    if mount.exfat-fuse "$loop" "$work/exfat" >/dev/null 2>&1; then
        use_stick exfat
        umount "$work/exfat"
    fi
    losetup -d "$loop" 2>/dev/null
fi
[ "$tried" -gt 0 ] || { echo "skipped: neither fusefat nor exfat-fuse can mount here"; exit 77; }
[ "$tried" -eq 2 ] || echo "skipped: only $tried of FAT32 and exFAT could be mounted"
[ "$failures" -eq 0 ]
