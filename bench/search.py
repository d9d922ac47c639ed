"""How fast the directory answers in a large register: `.venv/bin/python -m bench.search --enterprises 1000000`.

A PostgreSQL cluster of its own is filled with confirmed enterprises of realistic Chinese names, then a stated set of
searches, filters, orders and pages goes through the real views, middleware and templates included, in one process.
Beside them stands what one enterprise by its key costs in the same run: compare with it, not with other machines.
`--url` takes a database that is filled already.
"""

import argparse
import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from bench.serving import environment, manage
from tests.postgres_cluster import cluster

ONE = ("长", "鑫", "囍")
TWO = ("长治", "科技", "鑫隆", "囍囍")
MORE = ("有限公司", "生物制药", "长治鑫隆科技有限公司", "长治 软件 股份")
ENGLISH = ("taihang", "Huayue foods", "zz")
CODES = ("91140", "E000123", "E00012")
FACETS = (
    "park=keji",
    "industry=C",
    "industry=27",
    "industry=2710",
    "tag=biomedicine",
    "qualification=high_tech",
    "status=active",
    "status=revoked",
    "park=keji&industry=C&tag=biomedicine&qualification=high_tech",
    "status=revoked&industry=27&park=keji",
)
SORTS = ("", "&sort=name", "&sort=established", "&sort=capital")
PAGES = ("", "&page=2", "&page=15")


def searches(words: tuple[str, ...]) -> list[str]:
    return [f"/enterprises/?q={quote(word)}{sort}{page}" for word in words for sort in SORTS for page in PAGES]


def narrowed(words: tuple[str, ...]) -> list[str]:
    pairs = [(quote(word), facet) for word in words for facet in FACETS]
    return [f"/enterprises/?q={word}&{facet}{sort}" for word, facet in pairs for sort in SORTS[:2]]


GROUPS = {
    "one enterprise by its key (baseline)": [],  # filled when the numbers are known
    "no search, pages 1 to 2,000": [
        f"/enterprises/?{sort}{page}" for sort in SORTS for page in ("", "&page=2", "&page=200", "&page=2000")
    ],
    "one character": searches(ONE),
    "two characters": searches(TWO),
    "more characters": searches(MORE),
    "English": searches(ENGLISH),
    "codes and numbers": searches(CODES),
    "filters": [f"/enterprises/?{facet}{sort}{page}" for facet in FACETS for sort in SORTS for page in PAGES],
    "one character and filters": narrowed(ONE),
    "two or more characters and filters": narrowed((*TWO, *MORE)),
    "site search, one character": [f"/search/?q={quote(word)}" for word in ONE],
    "site search": [f"/search/?q={quote(word)}" for word in (*TWO, *MORE, *ENGLISH)],
    "industries": ["/industries/"],
}


def processor_seconds() -> float:
    """Of this process and of the server's process that works for it: what a busy machine does not distort."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(rounds: int) -> None:
    from django.test import Client  # Django is set up by now

    from enterprises.models import Enterprise

    logging.disable(logging.WARNING)  # pages that a selection does not have
    client = Client(SERVER_NAME="127.0.0.1")
    numbers = Enterprise.objects.order_by("pk").values_list("number", flat=True)[:20]
    GROUPS["one enterprise by its key (baseline)"] = [f"/enterprises/{number}/" for number in numbers]
    print("| group | addresses | p50 ms | p95 ms | max ms | processor ms | slowest |\n|---|---|---|---|---|---|---|")
    for name, paths in GROUPS.items():
        taken = []
        worked = processor_seconds()
        for path in paths:
            client.get(path)
            for _round in range(rounds):
                start = time.perf_counter()
                status = client.get(path).status_code
                taken.append(((time.perf_counter() - start) * 1000, path))
                if status not in (200, 302, 404):  # a page that the selection does not have
                    sys.exit(f"{path} answered {status}")
        mean = (processor_seconds() - worked) / (len(taken) + len(paths)) * 1000
        times = sorted(milliseconds for milliseconds, _path in taken)
        p95 = times[min(len(times) - 1, round(0.95 * len(times)))]
        slowest = max(taken)[1]
        print(
            f"| {name} | {len(paths)} | {statistics.median(times):.0f} | {p95:.0f} | {times[-1]:.0f} | {mean:.0f} "
            f"| `{slowest}` |",
            flush=True,
        )


def run(url: str, arguments: argparse.Namespace, *, is_filled: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        env = environment(folder, url) | {"CACHE_URL": "dummycache://"}  # every page is made anew
        manage(env, "collectstatic", "--no-input", "--verbosity", "0")
        if not is_filled:
            manage(env, "migrate", "--verbosity", "0")
            manage(env, "load_content")
        os.environ.update(env)
        import django

        django.setup()
        if not is_filled:
            from bench.search_register import fill

            fill(arguments.enterprises)
        measure(arguments.rounds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3, help="times that each address is asked for")
    parser.add_argument("--url", help="DATABASE_URL of a PostgreSQL that is filled already")
    arguments = parser.parse_args()
    if arguments.url:
        run(arguments.url, arguments, is_filled=True)
        return
    with cluster("-c shared_buffers=2GB") as url:  # what a register of that size deserves
        run(url, arguments, is_filled=False)


if __name__ == "__main__":
    main()
