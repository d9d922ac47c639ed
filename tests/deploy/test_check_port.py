import socket

import pytest

from deploy.check_port import complaint


def test_free_port_is_taken_without_a_word():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert complaint(str(port)) == ""


def test_port_of_another_program_is_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = complaint(str(port))
        assert said.startswith(f"端口 {port} 不能使用（已被其他程序占用）：请换一个端口，例如 make run PORT=8080。")
        assert f"Port {port} cannot be used (Address already in use)" in said


@pytest.mark.parametrize("text", ["", "http", "-1", "0", "65536", "８０００x"])
def test_what_is_no_port_is_refused(text):
    chinese = f"PORT={text} 不是端口号：请填写 1 到 65535 之间的数字。"
    assert complaint(text) == f"{chinese} PORT={text} is not a port: give a number from 1 to 65535."


def test_port_that_is_proposed_is_another_one():
    with socket.socket() as other:
        try:
            other.bind(("127.0.0.1", 8080))
        except OSError:
            pass  # taken by another program, which serves as well
        else:
            other.listen()
        assert "PORT=8081" in complaint("8080")
