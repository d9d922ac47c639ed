"""Plays scenarios on the database of this process: `python -m bench.faults.scenarios NAMES ROWS ROUNDS SEED`.

Prints a line of the table for each; ends with 1 when a promise was broken.
"""

import random
import sys

import django

django.setup()

from bench.faults import crowds, kills, machine  # noqa: E402 - Django has to be set up first
from bench.faults.rounds import Setting  # noqa: E402

MOST_STATEMENTS = 60  # of a confirmation of few rows: rounds in which somebody does something at each of them
SCENARIOS = {
    "confirmations": lambda setting, rounds: kills.confirmations(setting, rounds),
    "workers": lambda setting, rounds: kills.workers(setting, rounds // 5),
    "web": lambda setting, rounds: kills.web_processes(setting, rounds // 5),
    "undos": lambda setting, rounds: kills.undos(setting, rounds // 5),
    "one": lambda setting, rounds: crowds.one_import(setting, rounds // 5),
    "same": lambda setting, rounds: crowds.same_keys(setting, rounds),
    "other": lambda setting, rounds: crowds.other_keys(setting, rounds // 2),
    "edits": lambda setting, rounds: crowds.edits(setting, min(rounds, MOST_STATEMENTS)),
    "parks": lambda setting, rounds: crowds.parks_deleted(setting, min(rounds, MOST_STATEMENTS)),
    "stops": lambda setting, rounds: machine.stops(setting, rounds // 5),
    "disk": lambda setting, rounds: machine.full_disk(setting, rounds // 5),
}


def main(names: str, rows: str, rounds: str, seed: str) -> int:
    setting = Setting(int(rows), random.Random(int(seed))).prepare()
    faults = []
    for name in names.split(","):
        score = SCENARIOS[name](setting, int(rounds))
        print(score.line(), flush=True)
        faults += score.faults
    print(*faults, sep="\n", file=sys.stderr)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
