"""Whether hostile requests are ever slow, or break the portal: `.venv/bin/python -m bench.hostile`.

A fresh portal with sample enterprises behind gunicorn is asked for every public address with every hostile value of the
tests (tests/hostile/values.py) and for odd paths, in an order that `--seed` repeats. Prints what was answered and the
slowest; ends with 1 after a status of 500 or more, or an answer that took longer than `--limit` seconds.
"""

import argparse
import http.client
import random
import sys
import tempfile
import time
from collections import Counter
from urllib.parse import quote

from bench.serving import environment, fill, served
from tests.hostile.values import HOSTILE_VALUES, PATHS, SPECIAL_QUERIES
from tests.pages import in_both_languages

WORDS = ("q", "page", "park", "industry", "tag", "qualification", "status", "sort", "vintage", "after", "page_size")
MORE = ("/api/v1/enterprises/", "/api/v1/figures/", "/statistics/operating_revenue/data.xlsx", "/sitemap.xml")
LONGEST = 4_000  # characters of an address: gunicorn refuses longer ones before anything reads them
SAFE = "/?&=%;#[]{}$*'()!~:@,+"


def requests(rng: random.Random, count: int) -> list[str]:
    paths = [address.partition("?")[0] for address in (*in_both_languages(), *MORE)]
    queries = [f"{word}={value}" for word in WORDS for value in HOSTILE_VALUES.values()] + list(
        SPECIAL_QUERIES.values()
    )
    whole = [f"{path}?{query}" for path in paths for query in queries] + list(PATHS.values())
    return [quote(address[:LONGEST], safe=SAFE) for address in rng.sample(whole, min(count, len(whole)))]


def asked(port: int, address: str) -> tuple[int, float]:
    """Status and seconds of one answer."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.putrequest("GET", address or "/", skip_accept_encoding=True)
    connection.endheaders()
    response = connection.getresponse()
    response.read()
    return response.status, time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enterprises", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=2.0, help="seconds that no answer may take")
    arguments = parser.parse_args()
    statuses: Counter[int] = Counter()
    took: list[tuple[float, int, str]] = []
    with tempfile.TemporaryDirectory(prefix="portal-hostile-") as folder:
        env = environment(folder)
        fill(env, arguments.enterprises)
        with served(env) as (port, _server):
            for address in requests(random.Random(arguments.seed), arguments.requests):
                status, seconds = asked(port, address)
                statuses[status] += 1
                took.append((seconds, status, address))
    took.sort(reverse=True)
    print("| status | answers |\n|---|---|")
    for status, count in sorted(statuses.items()):
        print(f"| {status} | {count} |")
    print("\n| slowest | ms | status |\n|---|---|---|")
    for seconds, status, address in took[:10]:
        print(f"| `{address[:80]}` | {seconds * 1000:.0f} | {status} |")
    broken = [address for _seconds, status, address in took if status >= 500]
    print(*(f"Broken: {address[:200]}" for address in broken), sep="\n")
    return 1 if broken or took[0][0] > arguments.limit else 0


if __name__ == "__main__":
    sys.exit(main())
