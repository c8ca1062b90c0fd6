"""A hand at the virtual machine: qmp.py SOCKET shot FILE.png | tap X Y | chord KEY-KEY… | plug DRIVE | unplug DRIVE |
quit. X and Y go from 0 to 1 across the screen. Only Python's own library."""
import json
import os
import socket
import struct
import sys
import time
import zlib


class Machine:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.lines = self.socket.makefile("r")
        self.lines.readline()
        self.say("qmp_capabilities")

    def say(self, command, **arguments):
        self.socket.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        while True:
            answer = json.loads(self.lines.readline())
            if "error" in answer:
                sys.exit(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def tap(self, x, y):
        def place(axis, value):
            return {"type": "abs", "data": {"axis": axis, "value": int(value * 0x7FFF)}}

        def button(down):
            return {"type": "btn", "data": {"down": down, "button": "left"}}

        self.say("input-send-event", events=[place("x", x), place("y", y), button(True)])
        time.sleep(0.15)
        self.say("input-send-event", events=[button(False)])

    def chord(self, keys):
        self.say("send-key", keys=[{"type": "qcode", "data": k} for k in keys], **{"hold-time": 120})
        time.sleep(0.4)

    def shot(self, path):
        self.say("screendump", filename=path + ".ppm")
        with open(path + ".ppm", "rb") as f:
            f.readline()
            width, height = map(int, f.readline().split())
            f.readline()
            pixels = f.read()
        os.unlink(path + ".ppm")
        write_png(path, width, height, pixels)


def write_png(path, width, height, pixels):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + pixels[y * width * 3 : (y + 1) * width * 3] for y in range(height))
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)))
        f.write(chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b""))


def main():
    machine, what, rest = Machine(sys.argv[1]), sys.argv[2], sys.argv[3:]
    if what == "shot":
        machine.shot(rest[0])
    elif what == "tap":
        machine.tap(float(rest[0]), float(rest[1]))
    elif what == "chord":
        machine.chord(rest[0].split("-"))
    elif what == "plug":
        machine.say("device_add", driver="usb-storage", bus="xhci.0", id="plugged-" + rest[0], drive=rest[0])
    elif what == "unplug":
        machine.say("device_del", id="plugged-" + rest[0])
    elif what == "quit":
        machine.say("quit")
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
