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
        assert complaint(str(port)).startswith(f"Port {port} cannot be used (Address already in use)")


@pytest.mark.parametrize("text", ["", "http", "-1", "0", "65536", "８０００x"])
def test_what_is_no_port_is_refused(text):
    assert complaint(text) == f"PORT={text} is not a port: give a number from 1 to 65535."
