"""Runs a command in a pseudo-terminal: run_in_pty.py <columns> <rows> <command...>.

What the command writes comes out of stdout. Lines on stdin are orders: "resize <columns> <rows>", or "type <hex>" for bytes typed.
Ends with the command's exit code.
"""
import fcntl
import os
import pty
import select
import struct
import sys
import termios


def set_size(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))


def obey(terminal, order):
    name, *words = order.decode().split()
    if name == "resize":
        set_size(terminal, *words)
    elif name == "type":
        os.write(terminal, bytes.fromhex(words[0]))


def main():
    columns, rows, *command = sys.argv[1:]
    ready, go = os.pipe()
    child, terminal = pty.fork()
    if child == 0:
        os.read(ready, 1)
        os.execvp(command[0], command)
    set_size(terminal, columns, rows)
    os.write(go, b"1")
    watched = [terminal, 0]
    pending = b""
    while True:
        for one in select.select(watched, [], [])[0]:
            try:
                data = os.read(one, 65536)
            except OSError:
                data = b""
            if one == 0:
                if not data:
                    watched.remove(0)
                *orders, pending = (pending + data).split(b"\n")
                for order in orders:
                    obey(terminal, order)
            elif data:
                os.write(1, data)
            else:
                sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


main()
