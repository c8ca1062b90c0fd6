#!/bin/sh
# The whole machine: the package, a clean Debian with it, and a virtual machine that boots straight into the kiosk, is
# touched, typed at, given a USB stick to fill, and unplugged. As root, by hand, 10 to 20 minutes: tests/machine/machine.sh [FOLDER]
# FOLDER (default /tmp/qingfeng-machine) keeps the Debian roots for the next time and gets the pictures. See README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../.." && pwd)
work=${1:-/tmp/qingfeng-machine}
mirror=${MIRROR:-http://deb.debian.org/debian}
mkdir -p "$work"
cd "$work"
pid=""
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null; for r in clean disk system; do umount "$r/proc" 2>/dev/null || true; done' EXIT

step() { echo "== $*"; }
fail() { echo "FAILED: $*" >&2; exit 1; }
in_root() { # in_root ROOT COMMAND…
    root=$1
    shift
    chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
}
install_in() { # install_in ROOT PACKAGE…
    root=$1
    shift
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    mount -t proc proc "$root/proc"
    in_root "$root" apt-get install -y --no-install-recommends "$@" >"$work/apt.log" 2>&1 || { tail "$work/apt.log"; fail "apt"; }
    umount "$root/proc"
    rm "$root/usr/sbin/policy-rc.d"
}

step "the package"
cmake --fresh -S "$source" -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr -DQINGFENG_TESTS=OFF >build.log
cmake --build build >>build.log || { tail build.log; fail "build"; }
rm -f build/*.deb
(cd build && cpack -G DEB) >>build.log 2>&1 || { tail build.log; fail "cpack"; }
ls -l build/qingfeng_*.deb
lintian --fail-on error build/qingfeng_*.deb 2>/dev/null || fail "lintian"

step "a clean Debian"
[ -e base.done ] || { rm -rf base; debootstrap --variant=minbase bookworm base "$mirror" >debootstrap.log && touch base.done; }
rm -rf clean
cp -a base clean
cp build/qingfeng_*.deb clean/tmp/qingfeng.deb
in_root clean apt-get update -qq
install_in clean /tmp/qingfeng.deb
grep -hE '^After this operation|newly installed' apt.log
mount -t proc proc clean/proc
in_root clean setpriv --reuid=kiosk --regid=kiosk --init-groups kiosk doctor || fail "kiosk doctor"
umount clean/proc
in_root clean dpkg --purge qingfeng >/dev/null || fail "purge"
[ -d clean/var/lib ] && ! [ -e clean/etc/qingfeng/kiosk.conf ] || fail "purge left the configuration"

step "the machine's disk"
if [ ! -e system.done ]; then
    rm -rf system
    cp -a base system
    in_root system apt-get update -qq
    install_in system systemd-sysv udev kmod initramfs-tools zstd
    sed -i 's/^MODULES=.*/MODULES=list/' system/etc/initramfs-tools/initramfs.conf
    printf '%s\n' virtio_pci virtio_blk ext4 crc32c_generic >>system/etc/initramfs-tools/modules
    install_in system linux-image-amd64
    touch system.done
fi
rm -rf disk disk.img
cp -a system disk
cp build/qingfeng_*.deb disk/tmp/qingfeng.deb
install_in disk /tmp/qingfeng.deb
in_root disk qingfeng-lockdown on
in_root disk systemd-analyze security --offline=true qingfeng.service --no-pager 2>/dev/null | tail -1
systemd-analyze security --offline=true --root=disk --threshold=15 qingfeng.service >/dev/null 2>&1 || fail "security over 1.5"
in_root disk systemd-analyze verify qingfeng.service qingfeng-grant.path qingfeng-grant.service 'qingfeng-usb@sda1.service' 2>&1 | grep -v "Command 'man" || true
# an emulated processor is some thirty times slower than the machine's own
sed -i 's/^callback_ms = .*/callback_ms = 5000/' disk/etc/qingfeng/kiosk.conf
sed -i 's/^warn = .*/warn = 900/' disk/etc/qingfeng/kiosk.conf
# a stick that holds the key of the automatic export, as the office makes it
rm -rf office
mkdir -p office/stick
build/kiosk keygen -o office/auto >/dev/null
build/kiosk stick-key office/stick --kiosk '*' --key office/auto.key >/dev/null || fail "stick-key"
install -m 644 office/auto.pub disk/etc/qingfeng/auto.pub
sed -i 's|^auto_export = .*|auto_export = yes|; s|^auto_key =.*|auto_key = /etc/qingfeng/auto.pub|' disk/etc/qingfeng/kiosk.conf
install -m 755 "$here/guest-report" disk/usr/local/bin/
install -m 644 "$here/guest-report.service" disk/etc/systemd/system/
in_root disk systemctl -q enable guest-report.service
install -d -m 777 disk/mnt/lab # where the service may write
rm -f disk/tmp/qingfeng.deb disk/var/cache/apt/archives/*.deb
truncate -s 2500M disk.img
mkfs.ext4 -q -F -d disk disk.img

# One FAT32 partition from 1 MiB on, as sticks come out of the shop.
rm -f stick.img
truncate -s 128M stick.img
printf '\0\0\0\0\014\0\0\0\0\010\0\0\0\370\003\0' | dd of=stick.img bs=1 seek=446 conv=notrunc status=none
printf '\125\252' | dd of=stick.img bs=1 seek=510 conv=notrunc status=none
mkfs.vfat -F32 --offset=2048 stick.img 130048 >/dev/null
mcopy -i stick.img@@1M office/stick/* ::

hand() { python3 "$here/qmp.py" monitor "$@"; }
boot() {
    rm -f monitor serial.log
    seen=0
    qemu-system-x86_64 -M q35 -m 1500 -smp 2 -accel tcg,thread=multi -nodefaults -display none \
        -serial file:serial.log -qmp unix:monitor,server,nowait -no-reboot \
        -kernel disk/boot/vmlinuz-* -initrd disk/boot/initrd.img-* \
        -append "root=/dev/vda rw quiet loglevel=3 vt.global_cursor_default=0 console=tty1" \
        -device virtio-vga,xres=1280,yres=720 -device virtio-tablet-pci -device virtio-keyboard-pci -device usb-ehci \
        -device usb-kbd -device qemu-xhci,id=xhci -drive if=none,id=stick,format=raw,file=stick.img -drive if=virtio,format=raw,file=disk.img,cache=writeback >qemu.log 2>&1 &
    pid=$!
    began=$(date +%s)
}
# wait_for SECONDS PATTERN: a line of the guest's reports
wait_for() {
    end=$(($(date +%s) + $1))
    until tail -n +$((seen + 1)) serial.log 2>/dev/null | grep -qE "$2"; do
        kill -0 $pid 2>/dev/null || fail "the machine ended: $(cat qemu.log)"
        [ "$(date +%s)" -lt $end ] || { tail -n 20 serial.log; fail "no \"$2\" in $1 s"; }
        sleep 1
    done
}
new_reports() { seen=$(wc -l <serial.log); } # what was said before counts no more
last() { tr -d '\r' <serial.log | grep -aE "^$1 " | tail -1; }
standing() { last STATE | grep -oE 'restarts=.*'; }

# Everything that was acknowledged, against the disk as the power cut left it.
check_disk() { # check_disk COUNT HASH
    cp --sparse=always disk.img cut.img
    e2fsck -fy cut.img >fsck.log 2>&1 || [ $? -le 2 ] || fail "the file system cannot be mended"
    rm -rf data export
    mkdir data export
    debugfs -R "rdump /var/lib/qingfeng data" cut.img 2>/dev/null
    rm -f data/qingfeng/kiosk.sock cut.img
    build/kiosk export export --conf "$source/kiosk.conf" --data data/qingfeng >export.log 2>&1 || { cat export.log; fail "export"; }
    records=$(echo export/qingfeng/*/*/records.jsonl)
    [ "$(sed -n "$1p" "$records" | tr -d '\n' | sha256sum | cut -d' ' -f1)" = "$2" ] || fail "record $1 is not what was acknowledged"
    build/kiosk verify "$(dirname "$records")" --conf "$source/kiosk.conf" --data data/qingfeng >verify.log || { cat verify.log; fail "chain"; }
    echo "   $1 acknowledged records are all there, $(wc -l <"$records") in the chain, which verifies"
}

step "boots into the kiosk"
boot
wait_for 900 '^STATE .*active=active'
echo "   home after $(($(date +%s) - began)) s ($(last STATE | grep -oE 'up=[0-9]+'))"
sleep 3
hand shot 1-attract.png
tries=0
until grep -qE '^SCENE [a-z]+/?' serial.log && ! last SCENE | grep -q 'SCENE venue'; do
    tries=$((tries + 1))
    [ $tries -le 12 ] || { tail serial.log; fail "no touch opens a scene"; }
    hand tap 0.15 0.36 # the button that begins, then the first card
    sleep 12
    hand shot 2-touch-$tries.png
done
echo "   opened by touch: $(last SCENE)"
hand shot 3-scene.png

step "20 chords"
new_reports
wait_for 300 '^STATE '
before=$(standing)
for keys in ctrl-alt-delete ctrl-alt-f1 ctrl-alt-f2 ctrl-alt-f3 ctrl-alt-f7 alt-f4 alt-tab alt-sysrq-b alt-sysrq-k alt-sysrq-e \
    ctrl-c ctrl-backslash ctrl-z ctrl-d esc meta_l f11 alt-f2 alt-right ctrl-alt-backspace; do
    hand chord $keys
done
for again in 1 2 3 4 5 6 7 8; do hand chord ctrl-alt-delete; done
new_reports
wait_for 300 '^STATE '
[ "$(standing)" = "$before" ] || fail "before: $before, after: $(standing)"
hand shot 4-after-chords.png
echo "   unchanged: $before"

seen=0 # these are said once, after the first start
wait_for 600 '^SCREEN '
grep -aq '^WALLS .*seccomp 和 landlock 两道都在' serial.log || fail "the walls of scenes: $(last WALLS)"
echo "   $(last WALLS)"
last SCREEN | grep -qE 'off=([0-9]|[1-5][0-9]) on=([0-9]|[1-5][0-9]) news=([0-9]|[1-5][0-9])$' || fail "the screen that was off and on: $(last SCREEN)"
echo "   the screen off, on again, touched by udev; noticed after seconds: $(last SCREEN)"

step "a USB stick"
hand plug stick
shots=0
until last STICK | grep -aq 'said=.*可以拔出'; do
    shots=$((shots + 1))
    [ $shots -le 60 ] || fail "no export reaches the stick: $(last STICK)"
    hand shot 5-stick-$shots.png
    sleep 3
done
hand shot 5-stick-done.png
echo "   $(last STICK)"
last STICK | grep -q 'nosuid.*nodev.*noexec.*nosymfollow' || fail "mounted otherwise: $(last STICK)"
new_reports
hand unplug stick
wait_for 120 '^STICK host= kiosk=0'
rm -rf filled
mkdir filled
mcopy -s -n -i stick.img@@1M ::qingfeng filled/ || fail "the stick has no export"
echo "   pulled: $(ls filled/qingfeng/*/ | wc -l) export on it, unmounted in the machine"

grep -q '^DOOR granted refused' serial.log || fail "the door for wishes: $(grep '^DOOR' serial.log)"
echo "   one wish granted, another refused"

step "the power goes"
new_reports
wait_for 300 '^ACK '
ack=$(last ACK)
kill -9 $pid
wait $pid 2>/dev/null || true
check_disk $(echo "$ack" | cut -d' ' -f2,3)
(cd filled/qingfeng/*/* && sha256sum -c --quiet SHA256SUMS) || fail "the stick's files are damaged"
build/kiosk verify filled/qingfeng/*/* --conf "$source/kiosk.conf" --data data/qingfeng >verify.log || { cat verify.log; fail "the stick's export"; }
echo "   the stick's export verifies, $(cat filled/qingfeng/*/*/records.jsonl | wc -l) records"

step "and comes back"
boot
wait_for 900 '^STATE .*active=active'
sleep 3
hand shot 6-again.png
wait_for 300 '^ACK '
ack2=$(last ACK)
kill -9 $pid
wait $pid 2>/dev/null || true
pid=""
check_disk $(echo "$ack" | cut -d' ' -f2,3)
check_disk $(echo "$ack2" | cut -d' ' -f2,3)
rm -rf clean disk data export filled office
echo "all well; look at $work/*.png"
