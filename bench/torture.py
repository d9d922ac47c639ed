"""Everything that is meant to break the sheets: `.venv/bin/python -m bench.torture [--only files,faults]`.

`files` sends the whole corpus of hostile and odd files through a portal (bench.hostile_sheets); `faults` kills, stops
and crowds real processes on both databases, and fills the disk (bench.faults). Ends with 1 when one of them does.
"""

import argparse
import subprocess
import sys
import time

from bench.serving import ROOT

PARTS = {"files": "bench.hostile_sheets", "faults": "bench.faults"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help="of: " + ",".join(PARTS))
    arguments = parser.parse_args()
    ends = []
    for part in arguments.only.split(","):
        start = time.monotonic()
        code = subprocess.run([sys.executable, "-m", PARTS[part]], cwd=ROOT).returncode
        ends.append((part, code, time.monotonic() - start))
    print("\n| part | end | minutes |\n|---|---|---|")
    for part, code, seconds in ends:
        print(f"| {part} | {'all promises kept' if code == 0 else 'BROKEN'} | {seconds / 60:.0f} |")
    return max(code for _part, code, _seconds in ends)


if __name__ == "__main__":
    sys.exit(main())
