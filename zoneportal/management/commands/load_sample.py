import random

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from zoneportal.sample.register import Surroundings, load_enterprises
from zoneportal.sample.removal import has_sample, remove_sample
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

    @transaction.atomic
    def handle(self, *, enterprises: int, years: int, seed: int, remove: bool, **options) -> None:
        if remove:
            removed = ", ".join(f"{count} {name}" for name, count in remove_sample().items())
            self.stdout.write(f"Sample data removed: {removed or 'there was none'}.")
            return
        if enterprises < 0 or not 1 <= years <= 30:
            raise CommandError("--enterprises takes 0 or more, --years 1 to 30.")
        if has_sample():
            raise CommandError("There is sample data already. Take it away first: manage.py load_sample --remove")
        here = Surroundings.read(timezone.now(), timezone.localdate())
        if not here.parks:
            raise CommandError("There is no park to put enterprises into. Run manage.py load_content first.")
        rng = random.Random(seed)  # noqa: S311 - nothing secret is drawn from it
        load_enterprises(enterprises, rng=rng, here=here)
        this_year = here.today.year
        figures = load_figures(list(range(this_year - years, this_year)), rng=rng, parks=here.parks)
        answers = load_survey(this_year - 1, rng=rng, now=here.now) if enterprises >= FEWEST else 0
        self.stdout.write(f"Sample data loaded: {enterprises} enterprises, {figures} figures, {answers} returns.")
