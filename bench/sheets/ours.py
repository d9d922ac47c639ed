"""A sheet of enterprises by this portal: received, checked (the preview), confirmed, as its screens and commands do it.

`python -m bench.sheets.ours FILE STATE`: every row must be in that state (new, changed, unchanged), and the history
entries of the job must be as many as the records that it wrote.
"""

import sys
import time
from itertools import pairwise
from pathlib import Path

import django


def main(path: str, state: str) -> None:
    from bench.sheets.measuring import Work, tell
    from zoneportal.accounts.models import User
    from zoneportal.spreadsheets.importing import actions
    from zoneportal.spreadsheets.sheets.resources import Options

    user = User.objects.get(username="bench")
    moments = []
    with Work() as work:
        content = Path(path).read_bytes()
        moments.append(time.perf_counter())
        job = actions.receive(sheet="enterprises", content=content, filename="bench.xlsx", by=user, options=Options())
        actions.check(job=job)
        moments.append(time.perf_counter())
        outcome = actions.confirm(job=job, by=user)
        moments.append(time.perf_counter())
    preview, confirm = (after - before for before, after in pairwise(moments))
    tell(rows=proved(job, outcome, state), preview=preview, confirm=confirm, **work.told())


def proved(job, outcome, state: str) -> int:
    """The number of rows, when the database says what was promised."""
    from enterprises.models import Enterprise, Registration
    from zoneportal.spreadsheets.importing import actions

    job.refresh_from_db()
    rows = job.counts[state]
    entries = [model.history.filter(import_job=job).count() for model in (Enterprise, Registration)]
    wanted = {"new": [rows, rows], "changed": [rows, 0], "unchanged": [0, 0]}[state]
    others = {name: number for name, number in job.counts.items() if number and name != state}
    if outcome.result != actions.WRITTEN or others or entries != wanted:
        sys.exit(f"not as promised: {outcome.result} {outcome.finding} {job.counts} {entries}")
    return rows


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
