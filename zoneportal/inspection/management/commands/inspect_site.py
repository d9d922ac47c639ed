import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zoneportal.inspection.findings import Finding, Report, Severity
from zoneportal.inspection.running import inspect


class Command(BaseCommand):
    help = (
        "Checks the public site as an inspection of government sites would. The exit code is 1 when something serious "
        "was found. --json for machines."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document instead of text")

    def handle(self, *, json: bool, **options) -> None:
        report = inspect(timezone.now())
        self.stdout.write(as_json(report) if json else as_text(report))
        if report.count(Severity.SERIOUS):
            raise CommandError(f"{report.count(Severity.SERIOUS)} × {Severity.SERIOUS.label}", returncode=1)


def as_text(report: Report) -> str:
    lines = []
    for group in report.groups:
        lines.append(f"{group.check.title}: {len(group.findings)}")
        lines += [f"  [{each.severity.label}] {each.where}: {each.what}  {each.address}" for each in group.findings]
    return "\n".join(lines)


def as_json(report: Report) -> str:
    document = {
        "checked_at": report.checked_at.isoformat(),
        "counts": {severity.name.lower(): count for severity, count in report.counts},
        "findings": [as_record(group.check.key, each) for group in report.groups for each in group.findings],
        "external_links": sorted({address for address, _record in report.external}),
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_record(check: str, finding: Finding) -> dict:
    return {
        "check": check,
        "severity": finding.severity.name.lower(),
        "where": finding.where,
        "what": finding.what,
        "since": finding.since.isoformat() if finding.since else None,
        "mend_at": finding.address,
    }
