"""`manage.py compile_year 2025 --vintage annual [--check]`: the same compilation as the page of the survey year.

With --check nothing is written: the last compilation is made again from its stored input and compared. Exit 0 = done or
reproducible, 1 = refused, or the figures are not what the stored input gives. No value is ever printed.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext

from stats.admin.compilation_lines import counts_of
from stats.compile_actions import Outcome, Recomputed, compile_year, recompute
from stats.models import Compilation, SurveyYear, Vintage
from stats.queries.compile_plan import LEFT_ALONE
from zoneportal.bilingual import in_both
from zoneportal.messages import N_, in_a_row

NO_YEAR = N_("There is no survey year %(year)s. Add it in the administration first.")
NOTHING = N_("Nothing was compiled for %(year)s in this vintage yet.")
COMPILED = N_("Compilation %(number)s of %(year)s, %(returns)s returns, %(figures)s figures: %(counts)s.")
STANDS = N_(
    "Compilation %(number)s of %(year)s, %(returns)s returns, %(figures)s figures: nothing new, the last compilation "
    "stands."
)
SAME = N_(
    "Compilation %(number)s of %(year)s, %(returns)s returns, %(figures)s figures: reproducible, sha256 %(sha256)s."
)
NOT_SAME = N_("Compilation %(number)s of %(year)s, %(returns)s returns, %(figures)s figures: NOT reproducible.")
VINTAGES = {vintage.name.lower(): vintage for vintage in Vintage}


class Command(BaseCommand):
    help = "Compiles the figures of a survey year from its accepted returns, or checks that they can be made again."

    def add_arguments(self, parser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--vintage", choices=VINTAGES, default="annual")
        parser.add_argument("--reason", default="", help="Published with revisions of released figures.")
        parser.add_argument("--check", action="store_true", help="Write nothing: make the last compilation again.")

    def handle(self, *, year: int, vintage: str, reason: str, check: bool, **options) -> None:
        survey = SurveyYear.objects.filter(year=year).first()
        if survey is None:
            raise CommandError(in_both(lambda: gettext(NO_YEAR) % {"year": year}))
        if check:
            self._check(survey, VINTAGES[vintage])
        else:
            self._compile(survey, VINTAGES[vintage], reason)

    def _compile(self, survey: SurveyYear, vintage: Vintage, reason: str) -> None:
        try:
            outcome = compile_year(survey=survey, vintage=vintage, by=None, reason=reason)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(in_both(lambda: _compiled(outcome)))

    def _check(self, survey: SurveyYear, vintage: Vintage) -> None:
        last = Compilation.objects.filter(survey=survey, vintage=vintage).order_by("-pk").first()
        if last is None:
            raise CommandError(in_both(lambda: gettext(NOTHING) % {"year": survey.year}))
        found = recompute(last)
        if not found.is_same:
            raise CommandError(in_both(lambda: _differing(last, found)))
        self.stdout.write(in_both(lambda: gettext(SAME) % _about(last)))


def _compiled(outcome: Outcome) -> str:
    if not outcome.is_new:
        return gettext(STANDS) % _about(outcome.compilation)
    left = [(gettext(LEFT_ALONE[kind]), len(found)) for kind in LEFT_ALONE if (found := outcome.plan.of(kind))]
    counts = [f"{said} {count}" for said, count in (*counts_of(outcome.plan), *left)]
    return gettext(COMPILED) % (_about(outcome.compilation) | {"counts": gettext(", ").join(counts)})


def _differing(last: Compilation, found: Recomputed) -> str:
    said = [gettext(NOT_SAME) % _about(last)]
    said += [] if found.same_input else [gettext("The stored input is not what was compiled.")]
    said += [] if found.same_figures else [gettext("The stored input gives other figures now.")]
    if found.moved:
        names = gettext(", ").join(f"{figure.indicator.code} {figure.scope_key}" for figure in found.moved)
        said.append(gettext("Figures that hold something else now: %(names)s.") % {"names": names})
    return in_a_row(said)


def _about(compilation: Compilation) -> dict[str, Any]:
    return {
        "number": compilation.pk,
        "year": compilation.survey.year,
        "returns": compilation.return_count,
        "figures": compilation.figure_count,
        "sha256": compilation.figures_sha256,
    }
