"""What a request may ask: declared once, read strictly, and described in the same words."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from enterprises.models.registration import LegalStatus
from stats.downloads.columns import VINTAGES
from stats.models.indicator import Theme
from zoneportal.api.problems import Problem
from zoneportal.messages import N_
from zoneportal.years import FIRST_YEAR, LAST_YEAR

PAGE_SIZE, MAX_PAGE_SIZE = 100, 500
LONGEST_TEXT = 160
SLUG = r"[-A-Za-z0-9_]{1,60}"
SCOPE = r"[-A-Za-z0-9_:|]{1,120}"


@dataclass(frozen=True)
class Parameter:
    name: str
    meaning: str  # English, to be translated
    pattern: str = ""  # a whole match; empty: any text up to LONGEST_TEXT characters
    choices: tuple[str, ...] = ()
    smallest: int | None = None  # with `largest`: a whole number
    largest: int | None = None
    default: Any = None

    @property
    def schema(self) -> dict[str, Any]:
        """Of OpenAPI."""
        if self.smallest is not None:
            found: dict[str, Any] = {"type": "integer", "minimum": self.smallest, "maximum": self.largest}
        elif self.choices:
            found = {"type": "string", "enum": list(self.choices)}
        elif self.pattern:
            found = {"type": "string", "pattern": f"^{self.pattern}$"}
        else:
            found = {"type": "string", "maxLength": LONGEST_TEXT, "minLength": 1}
        return found if self.default is None else found | {"default": self.default}

    def read(self, text: str) -> Any:
        if self.smallest is not None:
            return self._number(text)
        if self.choices and text not in self.choices:
            raise self.problem(_("Use one of: %(known)s.") % {"known": ", ".join(self.choices)})
        if not self.choices and not re.fullmatch(self.pattern or rf"(?s).{{1,{LONGEST_TEXT}}}", text):
            raise self.problem(_("It is empty, too long, or holds characters that cannot stand here."))
        return text

    def _number(self, text: str) -> int:
        if re.fullmatch(r"[0-9]{1,9}", text) and self.smallest <= int(text) <= self.largest:
            return int(text)
        limits = {"smallest": self.smallest, "largest": self.largest}
        raise self.problem(_("It must be a whole number from %(smallest)s to %(largest)s.") % limits)

    def problem(self, reason: str) -> Problem:
        return Problem(400, _("The value of “%(name)s” cannot be used. ") % {"name": self.name} + reason)

    @property
    def unknown(self) -> Problem:
        return self.problem(_("The public knows nothing of this name."))


def read(given: QueryDict, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """Values by name, defaults filled in. Anything unknown, repeated or malformed is a Problem."""
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            listed = ", ".join(known) or "–"
            sentence = _("“%(name)s” is not a parameter of this address. It knows: %(known)s.")
            raise Problem(400, sentence % {"name": name[:LONGEST_TEXT], "known": listed})
        if len(given.getlist(name)) > 1:
            raise Problem(400, _("“%(name)s” is given more than once.") % {"name": name})
    return {
        name: parameter.read(str(given[name])) if name in given else parameter.default
        for name, parameter in known.items()
    }


def year(name: str, meaning: str) -> Parameter:
    return Parameter(name, meaning, smallest=FIRST_YEAR, largest=LAST_YEAR)


AFTER = Parameter(
    "after", N_("Where the page begins: take it from “next” of the page before."), rf"[^\x00-\x1f]{{1,{LONGEST_TEXT}}}"
)
SIZE = Parameter("page_size", N_("How many items a page holds."), smallest=1, largest=MAX_PAGE_SIZE, default=PAGE_SIZE)
PAGING = (AFTER, SIZE)

THEME = Parameter("theme", N_("Only indicators of this theme."), choices=tuple(Theme.values))
FIGURES = (
    Parameter("indicator", N_("Code of the indicator."), SLUG),
    year("year", N_("Only this year.")),
    year("from_year", N_("This year and later ones.")),
    year("to_year", N_("This year and earlier ones.")),
    Parameter("scope", N_("“zone”, or the code of a park, industry or size such as park:keji."), SCOPE),
    Parameter(
        "vintage", N_("Figures of this vintage as published, also where a later one supersedes them."), choices=VINTAGES
    ),
    Parameter("release", N_("What this release published, as it published it."), SLUG),
    Parameter(
        "versions",
        N_("“latest”: the figure that supersedes the others; “all”: every version that was released."),
        choices=("latest", "all"),
        default="latest",
    ),
)
WORDS = Parameter("q", N_("Words of a name, or the beginning of a credit code or enterprise number."))
ENTERPRISES = (
    WORDS,
    Parameter("park", N_("Code of the park where the enterprise is registered today."), SLUG),
    Parameter("industry", N_("GB/T 4754: a section letter or two to four digits."), r"[A-T]|[0-9]{2,4}"),
    Parameter("tag", N_("Code of an industry of the zone."), SLUG),
    Parameter("qualification", N_("Code of a qualification held today."), SLUG),
    Parameter("status", N_("Legal status today."), choices=tuple(LegalStatus.values)),
)
