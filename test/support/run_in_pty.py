"""Runs a command in a pseudo-terminal: run_in_pty.py <columns> <rows> <seconds> <command...>.

What the command writes comes out of stdout. Lines on stdin are orders: "resize <columns> <rows>", or "type <hex>" for bytes typed.
Ends with the command's exit code, with 128 and the signal's number when a signal ended it, and with 124 when the seconds are over.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

OVERDUE = 124


def set_size(terminal, columns, rows):
    # The kernel tells the terminal's foreground processes with SIGWINCH.
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))


def obey(terminal, order):
    name, *words = order.decode().split()
    if name == "resize":
        set_size(terminal, *words)
    elif name == "type":
        os.write(terminal, bytes.fromhex(words[0]))


def read(source):
    # A terminal whose last process is gone answers EIO, which is its end of file.
    try:
        return os.read(source, 65536)
    except OSError:
        return b""


def write(data):
    while data:
        data = data[os.write(1, data):]


def kill(child):
    # The child of a fork into a terminal leads a process group of its own.
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        pass


def attend(child, terminal, deadline):
    """Passes bytes to and fro until the child is gone and its terminal is empty; gives its wait status, or None when overdue."""
    status = None
    open_ends = [terminal, 0]
    pending = b""
    while True:
        if status is None:
            gone, found = os.waitpid(child, os.WNOHANG)
            status = found if gone == child else None
        if status is None and time.monotonic() > deadline:
            return None
        ready = select.select(open_ends, [], [], 0 if status is not None else 0.2)[0]
        if terminal in ready:
            data = read(terminal)
            if data:
                write(data)
            else:
                open_ends.remove(terminal)
        elif status is not None:
            return status
        if 0 in ready:
            data = read(0)
            if not data:
                open_ends.remove(0)
            *orders, pending = (pending + data).split(b"\n")
            for order in orders:
                obey(terminal, order)


def main():
    columns, rows, seconds, *command = sys.argv[1:]
    ready, go = os.pipe()
    child, terminal = pty.fork()
    if child == 0:
        # As a shell starts a command: Python's own handlers, and what was ignored here, would reach it otherwise.
        for one in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(one, signal.SIG_DFL)
        os.read(ready, 1)
        os.execvp(command[0], command)
    set_size(terminal, columns, rows)
    os.write(go, b"1")
    try:
        status = attend(child, terminal, time.monotonic() + float(seconds))
    except BrokenPipeError:
        status = None
    if status is None:
        kill(child)
        sys.exit(OVERDUE)
    sys.exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


main()
