"""How long the public site takes to become files, and how fast nginx serves them: `.venv/bin/python -m bench.static`.

The default content, then many enterprises: the first run, a run without a change, runs after one change. The processor
time tells most when the machine is busy with other things. Then a page of the site beside a plain file of that size, by
the same nginx in the same run; and linkchecker over all pages of the default content.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.serving import ROOT, environment, fill, load, manage
from tests.nginx import nginx, serving

ADDRESS = "http://127.0.0.1"
CHANGES = {
    "one enterprise renamed": """
from enterprises.models import Enterprise
firm = Enterprise.objects.exclude(confirmed_at=None).order_by("number").last()
firm.business_scope = "制造机器"
firm.save()
""",
    "one park published anew": """
from parks.models import Park
from zoneportal.publishing.actions import publish
park = Park.objects.order_by("pk").last()
park.phone = "0355-0000001"
park.save()
publish(content=park, by=None)
""",
}


def run(env: dict[str, str], folder: Path, name: str, *words: str) -> dict:
    """The report of one run, which is printed as a line of a table."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    report = json.loads(manage(env, "publish_site", str(folder), "--address", ADDRESS, "--json", *words))
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = sum(after[:2]) - sum(before[:2])
    counts = f"{report['pages']:,} | {report['made']:,} | {report['files']:,} | {report['bytes'] / 1e6:.1f}"
    print(f"| {name} | {counts} | {seconds:.1f} | {processor:.1f} | {report['made'] / seconds:.0f} |", flush=True)
    if report["broken"]:
        sys.exit(f"Broken links: {report['broken']}")
    return report


def runs(folder: Path, enterprises: int) -> Path:
    """The root of the site that was written."""
    env = environment(str(folder / f"data-{enterprises}"))
    fill(env, enterprises)
    site = folder / f"site-{enterprises}"
    print("\n| run | pages | made | files | MB | seconds | processor seconds | pages/s |", flush=True)
    print("|---|---|---|---|---|---|---|---|", flush=True)
    run(env, site, f"{enterprises:,} invented enterprises, first run" if enterprises else "default content, first run")
    run(env, site, "without a change")
    for name, change in CHANGES.items():
        manage(env, "shell", "-c", change)
        run(env, site, name)
    print(manage(env, "publish_site", str(site), "--check").strip(), flush=True)
    return site / "current/site"


def beside_a_plain_file(site: Path, folder: Path, seconds: int) -> None:
    """In turns, since the machine does other things meanwhile. The file is served by a server without our rules."""
    page = site / "enterprises/index.html"
    (folder / "plain").mkdir()
    (folder / "plain/file.html").write_bytes(page.read_bytes())
    bare = "server { listen 80; root /srv/zone-portal/current/site; types { text/html html; } }"
    with serving(site, folder / "n1") as port, serving(folder / "plain", folder / "n2", bare) as plain:
        pairs = [(load(port, "/enterprises/", seconds)[0], load(plain, "/file.html", seconds)[0]) for _turn in range(3)]
    ours, theirs = (sorted(values)[1] for values in zip(*pairs, strict=True))
    size = page.stat().st_size / 1000
    rates = f"{ours:,.0f} requests/s; a plain file: {theirs:,.0f}; {ours / theirs:.0%}"
    print(f"\nA page of {size:.0f} KB: {rates}", flush=True)


def linkchecker(site: Path, folder: Path) -> None:
    with serving(site, folder / "n3") as port:
        tool = Path(sys.executable).with_name("linkchecker")
        command = [str(tool), "--no-status", "--threads=2", f"http://127.0.0.1:{port}/"]
        found = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    print("\nlinkchecker: " + " ".join(found.stdout.split("That's it.")[-1].split()), flush=True)
    if found.returncode:
        sys.exit(found.stdout[-4000:] + found.stderr[-2000:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=4_000, help="0 leaves the large site out")
    parser.add_argument("--seconds", type=int, default=5, help="of load by wrk, three times for each file")
    arguments = parser.parse_args()
    if nginx() is None:
        sys.exit("nginx was not found: apt install nginx-light")
    with tempfile.TemporaryDirectory(prefix="portal-static-") as name:
        folder = Path(name)
        site = runs(folder, 0)
        linkchecker(site, folder)
        if arguments.enterprises:
            site = runs(folder, arguments.enterprises)
        beside_a_plain_file(site, folder, arguments.seconds)


if __name__ == "__main__":
    main()
