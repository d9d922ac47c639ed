"""The menu by task, not by app: what a clerk looks for, in the order of the day."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    key: str
    title: str | Promise
    models: tuple[str, ...]


MENU = (
    Group(
        "content",
        _("Zone content"),
        ("parks.announcement", "parks.park", "parks.profilesection", "parks.milestone", "stats.goal", "parks.zone"),
    ),
    Group(
        "register",
        _("Enterprise register"),
        (
            "enterprises.enterprise",
            "enterprises.registration",
            "enterprises.qualification",
            "enterprises.statusevent",
            "enterprises.industrytag",
            "enterprises.industryclass",
            "enterprises.qualificationkind",
        ),
    ),
    Group(
        "collecting",
        _("Annual statistics"),
        (
            "stats.surveyyear",
            "stats.enterprisereturn",
            "stats.returnfinding",
            "stats.enterpriseyear",
            "stats.holding",
            "stats.waiver",
            "stats.reportedtotal",
            "stats.difference",
            "stats.checkthreshold",
        ),
    ),
    Group(
        "statistics",
        _("Statistics"),
        ("stats.figure", "stats.release", "stats.indicator", "stats.compilation", "stats.abovescalethreshold"),
    ),
    Group("sheets", _("Sheets in and out"), ("spreadsheets.importjob",)),
    Group("people", _("People and rights"), ("accounts.user", "parks.parkassignment", "auth.group")),
    Group("inspection", _("Inspection"), ("inspection.deadline",)),
    Group("audit", _("Audit"), ("publishing.publication", "admin.logentry")),
)
OTHER = Group("other", _("Other"), ())


def in_groups(apps: list[dict], start_url: str) -> list[dict]:
    """Django's list of apps, laid out anew by `MENU`. What no group names comes last, under “Other”."""
    entries = {entry["model"]._meta.label_lower: entry for app in apps for entry in app["models"]}
    groups = [(group, [entries.pop(label) for label in group.models if label in entries]) for group in MENU]
    groups.append((OTHER, list(entries.values())))
    return [
        {
            "name": group.title,
            "app_label": group.key,
            "app_url": f"{start_url}#menu-{group.key}",
            "has_module_perms": True,
            "models": models,
        }
        for group, models in groups
        if models
    ]
