"""Says in one sentence why the portal cannot listen on 127.0.0.1: `python deploy/check_port.py 8000`."""

import socket
import sys


def complaint(port: str) -> str:
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        return f"PORT={port} is not a port: give a number from 1 to 65535."
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            return f"Port {port} cannot be used ({error.strerror}): try make run PORT=8080."
    return ""


if __name__ == "__main__":
    sys.exit(complaint(sys.argv[1]) or 0)
