"""An nginx on a port of its own, with the example configuration of the published site."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

from tests.postgres_cluster import free_port

EXAMPLE = Path(__file__).resolve().parents[1] / "deploy" / "nginx-static.conf"
FRAME = """daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    sendfile on;
    include {folder}/site.conf;
}}
"""


def nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def serving(site: Path, folder: Path, configuration: str = "") -> Iterator[int]:
    """The port at which nginx serves the root of a published site, by the example; its own files lie in `folder`."""
    port = free_port()
    text = (configuration or EXAMPLE.read_text("utf-8")).replace("listen 80;", f"listen 127.0.0.1:{port};")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.conf").write_text(text.replace("/srv/zone-portal/current/site", str(site)), "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""  # else it could not read what root wrote for itself
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder, user=user))
    server = subprocess.Popen([str(nginx()), "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(port: int) -> None:
    for _attempt in range(100):
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.connect()
            return
        time.sleep(0.05)
    raise RuntimeError(f"nginx does not answer on port {port}.")
