import random

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from zoneportal.bilingual import in_both
from zoneportal.management.counted import counted
from zoneportal.sample.register import Surroundings, load_enterprises
from zoneportal.sample.removal import RealReturns, has_sample, real_returns, remove_sample
from zoneportal.sample.statistics import load_figures
from zoneportal.sample.survey import load_survey

FEWEST = 10  # enterprises of which a survey year tells anything


class Command(BaseCommand):
    help = (
        "Loads invented enterprises, returns and figures for demonstrations and benchmarks, each marked 示例; "
        "--remove takes them away. The zone's own figures are never touched."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--enterprises", type=int, default=500, metavar="N")
        parser.add_argument("--years", type=int, default=10, help="years of figures, up to last year")
        parser.add_argument("--seed", type=int, default=1, help="the same seed invents the same data")
        parser.add_argument("--remove", action="store_true", help="remove the sample data and do nothing else")
        parser.add_argument(
            "--with-returns-of-real-enterprises",
            action="store_true",
            help="with --remove: also what real enterprises answered in the sample years, for good",
        )

    @transaction.atomic
    def handle(self, *, enterprises: int, years: int, seed: int, remove: bool, **options) -> None:
        if remove:
            self._remove(with_real=options["with_returns_of_real_enterprises"])
            return
        if enterprises < 0 or not 1 <= years <= 30:
            raise CommandError(in_both(lambda: gettext("--enterprises takes 0 or more, --years 1 to 30.")))
        if has_sample():
            raise CommandError(
                in_both(lambda: gettext("There is sample data already. Take it away first: make sample-remove"))
            )
        here = Surroundings.read(timezone.now(), timezone.localdate())
        if not here.parks:
            raise CommandError(
                in_both(lambda: gettext("There is no park to put enterprises into. Run make prepare first."))
            )
        rng = random.Random(seed)  # noqa: S311 - nothing secret is drawn from it
        load_enterprises(enterprises, rng=rng, here=here)
        this_year = here.today.year
        figures = load_figures(list(range(this_year - years, this_year)), rng=rng, parks=here.parks)
        answers = load_survey(this_year - 1, rng=rng, now=here.now) if enterprises >= FEWEST else 0
        counts = {"enterprises": enterprises, "figures": figures, "answers": answers}
        self.stdout.write(
            in_both(
                lambda: (
                    gettext(
                        "Sample data loaded: %(enterprises)s enterprises, %(figures)s figures, %(answers)s returns."
                    )
                    % counts
                )
            )
        )

    def _remove(self, *, with_real: bool) -> None:
        if (found := real_returns()) and not with_real:
            raise CommandError(in_both(lambda: refusal(found)))
        removed = remove_sample()
        if not removed.counts:
            self.stdout.write(in_both(lambda: gettext("There was no sample data to remove.")))
            return
        self.stdout.write(
            in_both(lambda: gettext("Sample data removed: %(counts)s.") % {"counts": counted(removed.counts)})
        )
        if removed.kept:
            said = gettext_lazy("Releases that hold other figures, too, stay with these: %(names)s.")
            self.stdout.write(in_both(lambda: said % {"names": ", ".join(removed.kept)}))


def refusal(found: RealReturns) -> str:
    return gettext(
        "Nothing was removed: %(count)s real enterprises have returns in the sample years (%(years)s), and these would "
        "go with the years. Keep them first: export the sheet “Returns”, and import it into a year of your own "
        "afterwards. To remove them as well: manage.py load_sample --remove --with-returns-of-real-enterprises"
    ) % {"count": found.enterprises, "years": ", ".join(map(str, found.years))}
