"""`manage.py compile_year 2025 --vintage annual [--check]`: the same compilation as the page of the survey year.

With --check nothing is written: the last compilation is made again from its stored input and compared. Exit 0 = done or
reproducible, 1 = refused, or the figures are not what the stored input gives. No value is ever printed.
"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from stats.compile_actions import compile_year, recompute
from stats.models import Compilation, SurveyYear, Vintage
from stats.queries.compile_plan import LEFT_ALONE, WRITTEN

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
            raise CommandError(f"There is no survey year {year}. Add it in the administration first.")
        if check:
            self._check(survey, VINTAGES[vintage])
        else:
            self._compile(survey, VINTAGES[vintage], reason)

    def _compile(self, survey: SurveyYear, vintage: Vintage, reason: str) -> None:
        try:
            outcome = compile_year(survey=survey, vintage=vintage, by=None, reason=reason)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        counts = [f"{kind} {len(found)}" for kind in (*WRITTEN, *LEFT_ALONE) if (found := outcome.plan.of(kind))]
        done = ", ".join(counts) if outcome.is_new else "nothing new: the last compilation stands"
        self.stdout.write(f"{_about(outcome.compilation)}: {done}.")

    def _check(self, survey: SurveyYear, vintage: Vintage) -> None:
        last = Compilation.objects.filter(survey=survey, vintage=vintage).order_by("-pk").first()
        if last is None:
            raise CommandError(f"Nothing was compiled for {survey.year} in this vintage yet.")
        found = recompute(last)
        if not found.is_same:
            moved = "; ".join(f"{figure.indicator.code} {figure.scope_key}" for figure in found.moved)
            raise CommandError(
                f"{_about(last)}: NOT reproducible. Input as stored: {found.same_input}; figures as stored: "
                f"{found.same_figures}; figures that differ now: {moved or 'none'}."
            )
        self.stdout.write(f"{_about(last)}: reproducible, sha256 {last.figures_sha256}.")


def _about(compilation: Compilation) -> str:
    return (
        f"Compilation {compilation.pk} of {compilation.survey.year}, "
        f"{compilation.return_count} returns, {compilation.figure_count} figures"
    )
