"""How long disclosure control takes, and whether it leaks: python -m bench.statistics.protect [--worlds 1000]

A release of a full-grown zone: 4,000 enterprises, 20 indicators by park, industry, both and size, four of them parts
of others. Tables of 12 by 20 from nearly empty to crowded. Seeded worlds attacked as in the tests. No database.
"""

import argparse
import json
import random
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from stats.compiling import BREAKDOWNS, Entry, scopes_of
from stats.disclosure.audit import audit
from stats.disclosure.problem import OPEN, Problem
from stats.disclosure.protection import protect
from stats.disclosure.surveys import Asked, Compiled, survey_problem
from stats.disclosure.tables import table_problem
from tests.stats.disclosure import worlds
from tests.stats.disclosure.attacker import new_leaks

RELEASE_LIMIT, TABLE_LIMIT = 60, 10  # seconds
PARKS, INDUSTRIES = ("kj", "zz", "lds", "zd"), ("bio", "equipment", "electronics", "food", "services", "")
SIZES = ("large", "medium", "small", "micro")
ENTERPRISES, INDICATORS = 4_000, 20
ASKED = (1, 1, 1, 15, 15, 15, 15, 235)  # every enterprise, every 15th (the industrial ones), every 235th (above scale)
TABLES = (150, 400, 1_500, 4_000)  # enterprises in a table of 12 by 20


def seconds_of(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """(seconds on the wall, seconds of the processor, what came of it)."""
    wall, processor = time.monotonic(), time.process_time()
    result = work()
    return round(time.monotonic() - wall, 2), round(time.process_time() - processor, 2), result


def full_grown_year() -> Compiled:
    chance = random.Random(5)
    indicators = [f"i{number:02}" for number in range(INDICATORS)]
    lines = [Asked(code, "thousand_yuan", part_of=indicators[place - 4] if place >= 16 else "") for place, code in
             enumerate(indicators)]  # fmt: skip
    entries = []
    for number in range(ENTERPRISES):
        values: dict[str, Decimal] = {}
        for place, line in enumerate(lines):
            if number % ASKED[(place % 16) % len(ASKED)] == 0:
                whole = values.get(line.part_of)
                amount = Decimal(int(chance.lognormvariate(8, 1.8)))
                values[line.indicator] = amount if whole is None else (whole * chance.randint(0, 100) / 100).quantize(1)
        entries.append(
            Entry(
                f"E{number:06}",
                chance.choices(PARKS, (55, 25, 12, 8))[0],
                chance.choices(INDUSTRIES, (8, 25, 12, 15, 20, 20))[0],
                chance.choices(SIZES, (1, 4, 30, 65))[0],
                str(number % 97) if number % 10 == 0 else "",
                {code: value for code, value in values.items() if value is not None},
            )
        )
    shown = {
        (code, scope): OPEN for entry in entries for code in entry.values for scope in scopes_of(entry, BREAKDOWNS)
    }
    return Compiled("annual", tuple(lines), tuple(entries), shown)


def measure_release() -> dict[str, Any]:
    wall, processor, made = seconds_of(lambda: _protected(survey_problem(full_grown_year())))
    return {"seconds": wall, "processor_seconds": processor, "limit": RELEASE_LIMIT, **made}


def measure_tables() -> list[dict[str, Any]]:
    found = []
    for count in TABLES:
        listed = worlds.enterprises(11, rows=12, columns=20, count=count)
        wall, processor, made = seconds_of(lambda listed=listed: _protected(table_problem(listed)))
        found.append(
            {"enterprises": count, "seconds": wall, "processor_seconds": processor, "limit": TABLE_LIMIT, **made}
        )
    return found


def _protected(problem: Problem) -> dict[str, Any]:
    protected = protect(problem)
    result = audit(problem, protected.withheld)
    kinds = [each.kind for each in protected.withheld.values()]
    return {
        "cells": len(problem.cells),
        "primary": kinds.count("primary"),
        "secondary": kinds.count("secondary"),
        "is_optimal": protected.is_optimal,
        "audit_passed": result.ok,
    }


def attack_worlds(count: int) -> dict[str, Any]:
    """Of four worlds two are tables, one is a cube and one a table in two vintages."""
    found = []
    for seed in range(1_000_000, 1_000_000 + count):
        kind = seed % 4
        problem = worlds.cube(seed) if kind == 2 else worlds.vintages(seed) if kind == 3 else worlds.table(seed)
        found += [(seed, leak) for leak in new_leaks(problem, protect(problem).withheld)]
    return {"worlds": count, "leaks": len(found), "first": [str(each) for each in found[:3]]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=400)
    options = parser.parse_args()
    release, tables = measure_release(), measure_tables()
    attacked = attack_worlds(options.worlds)
    print(json.dumps({"release": release, "tables": tables, "attacked": attacked}, indent=2))
    in_time = all(each["seconds"] < each["limit"] for each in (release, *tables))
    return 0 if in_time and release["audit_passed"] and not attacked["leaks"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
