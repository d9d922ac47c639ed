"""The roles of the office, as one table. Groups and their permissions are completed from it after every migrate.

A right is written `app.model: letters`; the letters are v(iew) a(dd) c(hange) d(elete), and whole words are
permissions of the model itself (`publish`, `confirm`, `release`, `import`, `export`).
"""

from dataclasses import dataclass, field

from django.apps import apps as installed_apps
from django.utils.translation import gettext_noop

LETTERS = {"v": "view", "a": "add", "c": "change", "d": "delete"}
EVERYTHING = "vacd import export"

CONTENT = [
    "parks.zone",
    "parks.profilesection",
    "parks.milestone",
    "parks.park",
    "parks.announcement",
    "stats.goal",
]
PARK_DETAILS = ["parks.parkformername"]
REGISTER = [
    "enterprises.enterprise",
    "enterprises.enterpriseformername",
    "enterprises.enterprisetag",
    "enterprises.statusevent",
    "enterprises.registration",
    "enterprises.qualification",
]
REGISTER_TABLES = ["enterprises.industryclass", "enterprises.industrytag", "enterprises.qualificationkind"]
SURVEY = [
    "stats.surveyyear",
    "stats.formline",
    "stats.checkthreshold",
    "stats.abovescalethreshold",
    "stats.reportedtotal",
]
EXAMINED = ["stats.compilation", "stats.protection", "stats.difference", "stats.compiledfigure"]
# What single enterprises report and what gives it away (returns, owners, withheld values) is for those alone who
# collect or compile it: neither the publisher nor the auditor holds a right on it.
OWNERS = ["stats.holding", "stats.holdingmember", "stats.waiver"]
WITHHELD = ["stats.compilationinput", "stats.withheldvalue"]
STATISTICS = ["stats.indicator", "stats.indicatordefinition", "stats.figure", "stats.release"]
JOBS = ["spreadsheets.importjob"]
ACCOUNTS = ["accounts.user", "parks.parkassignment"]
INSPECTION = ["inspection.deadline"]  # the right to view it opens the self-check
AUDIT = ["admin.logentry", "publishing.publication"]


def rights(models: list[str], words: str) -> dict[str, str]:
    return dict.fromkeys(models, words)


@dataclass(frozen=True)
class Role:
    """A group: its name on screen (translated there), and words of rights per model."""

    name: str
    rights: dict[str, str] = field(default_factory=dict)


PARK_CLERK = gettext_noop("Park clerk")
ROLES = (
    Role(
        gettext_noop("Zone administrator"),
        rights(CONTENT, f"{EVERYTHING} publish")
        | rights(PARK_DETAILS, EVERYTHING)
        | {"parks.park": f"{EVERYTHING} publish all"}
        | rights(REGISTER, EVERYTHING)
        | {"enterprises.enterprise": f"{EVERYTHING} confirm"}
        | rights(REGISTER_TABLES, EVERYTHING)
        | rights(STATISTICS, "v export")
        | rights(JOBS, "v all")
        | rights(AUDIT, "v")
        | rights(INSPECTION, "vacd")
        | rights(ACCOUNTS, "vacd")
        | {"auth.group": "v"},
    ),
    Role(
        PARK_CLERK,
        rights(["parks.park"], "vc import export")
        | rights(PARK_DETAILS, "vac")
        | rights(["parks.announcement"], "vac")
        | rights(REGISTER, "vac import export")
        | rights(REGISTER_TABLES, "v")
        | rights(["stats.figure", "stats.indicator", "stats.indicatordefinition"], "v")
        | rights(["stats.surveyyear", "stats.formline", "stats.enterpriseyear", "stats.returnvalue"], "v")
        | {"stats.enterprisereturn": "vc import export", "stats.returnfinding": "vc"}
        | rights(JOBS + INSPECTION, "v"),
    ),
    Role(
        gettext_noop("Statistician"),
        rights(STATISTICS, EVERYTHING)
        | rights(SURVEY + OWNERS, "vacd")
        | rights(["stats.enterpriseyear", "stats.returnfinding"], "vc")
        | {"stats.returnvalue": "v"}
        | {"stats.enterprisereturn": "vc import export accept"}
        | rights(["stats.compilation", "stats.protection"], "va")
        | {"stats.difference": "vc", "stats.compiledfigure": "v"}
        | rights(WITHHELD, "v")
        | rights(["stats.goal"], EVERYTHING)
        | {"parks.park": "v export all"}
        | rights(REGISTER, "v export")
        | rights(REGISTER_TABLES, "v export")
        | rights(JOBS + INSPECTION, "v"),
    ),
    Role(
        gettext_noop("Publisher"),
        rights(CONTENT, "vc publish")
        | {
            "parks.park": "vc publish all",
            "enterprises.enterprise": "v confirm",
            "stats.release": "v release",
        }
        | rights([name for name in REGISTER if name != "enterprises.enterprise"], "v")
        | rights(REGISTER_TABLES + PARK_DETAILS, "v")
        | rights(["stats.indicator", "stats.indicatordefinition", "stats.figure"], "v")
        | rights([*SURVEY, *EXAMINED], "v")
        | rights(["publishing.publication", *INSPECTION], "v"),
    ),
    Role(
        gettext_noop("Auditor"),
        rights(SURVEY + EXAMINED, "v")
        | rights(CONTENT + PARK_DETAILS + REGISTER + REGISTER_TABLES + STATISTICS + ACCOUNTS + AUDIT + INSPECTION, "v")
        | rights(JOBS, "v all")
        | {"parks.park": "v all", "auth.group": "v"},
    ),
)


def codenames(model: str, words: str) -> set[str]:
    """`codenames("parks.park", "vc publish")` is {"view_park", "change_park", "publish_park"}."""
    name = model.split(".")[1]
    actions = set()
    for word in words.split():
        actions |= {LETTERS[letter] for letter in word} if set(word) <= set(LETTERS) else {word}
    return {f"{action}_{name}" for action in actions}


def complete_groups(using: str = "default", apps=installed_apps, **kwargs) -> None:
    """Gives every role's group the permissions of the table. Rights that an administrator added stay.

    Each app announces its own migration; the groups are written once, when the last permission exists.
    """
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in permission_model.objects.using(using).select_related("content_type")
    }
    for role in ROLES:
        wanted = {
            (model.split(".")[0], code) for model, words in role.rights.items() for code in codenames(model, words)
        }
        group, _created = group_model.objects.using(using).get_or_create(name=role.name)
        group.permissions.add(*[known[key] for key in wanted if key in known])
