"""What only a real server can be sent: bytes that no client would put together. gunicorn as the Makefile starts it."""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.conf import settings

from bench.serving import environment, manage, served
from tests import migrated

pytestmark = pytest.mark.only_on("sqlite")
CLOSED = 0  # the server hung up before it had read everything
REFUSALS = {*range(400, 500), 505, CLOSED}
HOST = b"Host: 127.0.0.1"
BROKEN = {
    "empty host": b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
    "another host in the address": b"GET http://hostile.example/ HTTP/1.1\r\nHost: hostile.example\r\n\r\n",
    "IPv6 host": b"GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
    "host in Chinese bytes": b"GET / HTTP/1.1\r\nHost: \xe9\xab\x98\xe6\x96\xb0\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: hostile.example\r\n\r\n",
    "header without a colon": b"GET / HTTP/1.1\r\n" + HOST + b"\r\nhostile\r\n\r\n",
    "header with NUL": b"GET / HTTP/1.1\r\n" + HOST + b"\r\nX-A: \x00\r\n\r\n",
    "header without end": b"GET / HTTP/1.1\r\n" + HOST + b"\r\nX-A: " + b"a" * 100_000 + b"\r\n\r\n",
    "a thousand headers": b"GET / HTTP/1.1\r\n" + HOST + b"\r\n" + b"X-A: 1\r\n" * 1_000 + b"\r\n",
    "path without end": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n\r\n",
    "method that is none": b"\x01\x02 / HTTP/1.1\r\n" + HOST + b"\r\n\r\n",
    "version that is none": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\n" + HOST + b"\r\nContent-Length: 0\r\nContent-Length: 9\r\n\r\n",
    "length and chunks": b"POST / HTTP/1.1\r\n" + HOST + b"\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
}
ANSWERED = {
    "no host, so by its own address": (b"GET /about/ HTTP/1.1\r\n\r\n", 200),
    "raw bytes in the path": (b"GET /\xe9\xab\x98\xff/ HTTP/1.1\r\n" + HOST + b"\r\n\r\n", 400),
    "raw bytes in the query": (b"GET /about/?q=\xff\xe9 HTTP/1.1\r\n" + HOST + b"\r\n\r\n", 400),
    "double slash": (b"GET //hostile.example/ HTTP/1.1\r\n" + HOST + b"\r\n\r\n", 404),
    "port": (b"GET /about/ HTTP/1.1\r\nHost: 127.0.0.1:8443\r\n\r\n", 200),
    "rubbish in a cookie": (b"GET /about/ HTTP/1.1\r\n" + HOST + b"\r\nCookie: \xff\xfe=\x80; ;=\r\n\r\n", 200),
    "HEAD": (b"HEAD /about/ HTTP/1.1\r\n" + HOST + b"\r\n\r\n", 200),
    "POST": (b"POST /about/ HTTP/1.1\r\n" + HOST + b"\r\nContent-Length: 0\r\n\r\n", 405),
}
FORWARDED = (
    *(b"X-Forwarded-Host: hostile.example", b"X-Forwarded-Proto: https", b"X-Forwarded-Ssl: on"),
    *(b"X-Forwarded-Protocol: ssl", b"X-Forwarded-Prefix: /hostile", b"X-Script-Name: /hostile"),
    *(b"SCRIPT_NAME: /hostile", b"PATH_INFO: /hostile/", b"Forwarded: host=hostile.example;proto=https"),
)
Ask = Callable[[bytes], tuple[int, bytes]]


@pytest.fixture(scope="module")
def ask(tmp_path_factory) -> Iterator[Ask]:
    """Sends bytes to the portal: the status and the body of its answer."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "static").mkdir()
    env = environment(str(folder), settings="tests.hostile.settings")
    migrated.copied_to(folder / "portal.sqlite3", settings.INSTALLED_APPS)
    manage(env, "migrate", "--verbosity", "0")
    with served(env, first="/health/") as (port, _server):

        def asked(request: bytes) -> tuple[int, bytes]:
            received = []
            with socket.create_connection(("127.0.0.1", port), timeout=30) as connection, suppress(ConnectionError):
                connection.sendall(request)
                received.extend(iter(lambda: connection.recv(65536), b""))
            head, _, body = b"".join(received).partition(b"\r\n\r\n")
            return int(head.split()[1]) if head else CLOSED, body

        yield asked


@pytest.mark.parametrize("request_bytes", BROKEN.values(), ids=BROKEN)
def test_broken_request_is_refused(ask, request_bytes):
    status, body = ask(request_bytes)
    assert status in REFUSALS
    assert b"Traceback" not in body


@pytest.mark.parametrize(("request_bytes", "expected"), ANSWERED.values(), ids=ANSWERED)
def test_odd_request_is_answered(ask, request_bytes, expected):
    assert ask(request_bytes)[0] == expected


def test_head_has_no_body(ask):
    assert ask(b"HEAD / HTTP/1.1\r\n" + HOST + b"\r\n\r\n")[1] == b""


@pytest.mark.parametrize("header", FORWARDED)
def test_what_a_visitor_says_of_a_proxy_changes_nothing(ask, header):
    plain = ask(b"GET /parks/ HTTP/1.1\r\n" + HOST + b"\r\n\r\n")
    assert ask(b"GET /parks/ HTTP/1.1\r\n" + HOST + b"\r\n" + header + b"\r\n\r\n") == plain


def test_server_answers_after_all_that(ask):
    assert ask(b"GET /health/ HTTP/1.1\r\n" + HOST + b"\r\n\r\n") == (200, b"ok")
