"""Says in one sentence of Chinese and English why the portal cannot listen: `python deploy/check_port.py 8000`."""

import errno
import socket
import sys

NO_PORT = (
    "PORT={port} 不是端口号：请填写 1 到 65535 之间的数字。 PORT={port} is not a port: give a number from 1 to 65535."
)
TAKEN = (
    "端口 {port} 不能使用（{chinese}）：请换一个端口，例如 make run PORT={other}。 "
    "Port {port} cannot be used ({reason}): take another one, for example make run PORT={other}."
)
REASONS = {
    errno.EADDRINUSE: "已被其他程序占用",
    errno.EACCES: "没有使用该端口的权限",
    errno.EADDRNOTAVAIL: "本机没有该地址",
}


def complaint(port: str) -> str:
    if not port.isdecimal() or not 1 <= int(port) <= 65535:
        return NO_PORT.format(port=port)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            chinese = REASONS.get(error.errno, error.strerror)
            other = 8080 if int(port) != 8080 else 8081
            return TAKEN.format(port=port, chinese=chinese, reason=error.strerror, other=other)
    return ""


if __name__ == "__main__":
    sys.exit(complaint(sys.argv[1]) or 0)
