"""Looks at every page of a fresh portal as an inspection would: `make inspect`.

Starts the portal by gunicorn in a temporary folder with the zone's content and sample enterprises, follows all its
links, validates its html, runs axe on every page type (desktop and phone, light and dark, Chinese and English) and
Lighthouse on the pages that readers meet first. Lighthouse is noisy on a busy machine: a page that misses its mark
is measured three times and the median counts. Ends with 1 when anything is wrong. About ten minutes on two cores.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from bench.inspect import lighthouse
from bench.inspect.crawl import Crawl
from bench.inspect.html import html_faults
from bench.inspect.windows import window_faults
from bench.serving import environment, fill, served
from tests.browser import chromium
from tests.html.validator import SCRIPT as HTML_VALIDATE
from tests.pages import in_both_languages

CHECKS = ("links", "html", "axe", "lighthouse")
STARTS = ("/", "/en/", "/sitemap.xml", "/robots.txt")


@dataclass(frozen=True)
class Line:
    check: str
    looked_at: str
    faults: list[str]


def missing() -> list[str]:
    here = {
        "Chromium (install the package chromium)": chromium() is not None,
        "html-validate and Lighthouse (npm could not be reached)": HTML_VALIDATE.exists()
        and lighthouse.PROGRAM.exists(),
    }
    return [what for what, is_here in here.items() if not is_here]


def inspect(home: str, only: list[str]) -> Iterator[Line]:
    addresses = in_both_languages()
    if {"links", "html"} & set(only):
        crawl = Crawl(home).run([*STARTS, *addresses])
        left = f", {sum(crawl.left.values())} further queries not followed" if crawl.left else ""
        yield Line("links", f"{len(crawl.asked)} addresses, {len(crawl.wanted)} anchors{left}", crawl.faults)
        if "html" in only:
            count, faults = html_faults(crawl.pages, addresses)
            yield Line("html-validate", f"{count} pages", faults)
    if "axe" in only:
        count, faults = window_faults(home, addresses)
        yield Line("axe, console, width", f"{count} views of {len(addresses)} pages", faults)
    if "lighthouse" in only:
        faults = lighthouse.scores(home)
        yield Line("Lighthouse", f"{len(lighthouse.PAGES)} pages, 2 languages, 2 devices", faults)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=150, help="sample enterprises")
    parser.add_argument("--only", nargs="+", choices=CHECKS, default=list(CHECKS))
    arguments = parser.parse_args()
    if lacking := missing():
        sys.exit(f"Missing: {'; '.join(lacking)}")
    with tempfile.TemporaryDirectory(prefix="portal-inspect-") as folder:
        env = environment(folder, settings="zoneportal.settings")
        fill(env, arguments.enterprises)
        with served(env, first="/health/") as (port, _server):
            lines = []
            for line in inspect(f"http://127.0.0.1:{port}", arguments.only):
                lines.append(line)
                for fault in line.faults:
                    print(f"{line.check}: {fault}", flush=True)
    print("\n| check | looked at | faults |\n|---|---|---|")
    for line in lines:
        print(f"| {line.check} | {line.looked_at} | {len(line.faults)} |")
    return 1 if any(line.faults for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
