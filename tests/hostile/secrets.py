"""A zone whose published tables hold withheld figures, and whose office holds returns: none of it may come out.

A figure that is withheld has its value in `WithheldValue` only. What one subtraction or one division of published
figures by the withheld one would give is as secret as the figure itself.
"""

import io
import re
import zipfile
from decimal import Decimal

from django.utils import timezone

from stats import models as stats
from tests import factories
from tests.world import World

WORD = "机密样词"  # stands in every text that only the office may read
RARE = Decimal("76543.21")  # what an enterprise reported, in 千元
ZONE, ZONE_BEFORE = Decimal("5218.47"), Decimal("4137.29")  # public
HIDDEN, HIDDEN_TOO = Decimal("1717.31"), Decimal("2626.47")  # of two parks
HIDDEN_BEFORE = Decimal("116.68")  # of the first park a year earlier, public
HIDDEN_TOTAL, TOTAL_BEFORE = Decimal("8181.93"), Decimal("6262.57")  # of the zone, of another indicator


def plant(world: World) -> None:
    definition = world.figure.definition
    indicator = definition.indicator
    indicator.is_headline = True
    indicator.save()
    third = factories.ParkFactory(code="third", published=True)
    release = world.release
    rest = ZONE - HIDDEN - HIDDEN_TOO
    for year, park, value in (
        (2018, None, ZONE),
        (2017, world.other_park, Decimal("209.55")),
        (2018, third, rest),
    ):
        factories.FigureFactory(definition=definition, year=year, park=park, value=value, release=release, vintage=4)
    factories.FigureFactory(
        definition=definition, year=2017, park=world.park, value=HIDDEN_BEFORE, release=release, vintage=4
    )
    factories.FigureFactory(definition=definition, year=2017, value=ZONE_BEFORE, release=release, vintage=4)
    withheld(definition, release, HIDDEN, "primary", year=2018, park=world.park, vintage=4)
    withheld(definition, release, HIDDEN_TOO, "secondary", year=2018, park=world.other_park, vintage=4)
    plant_total(release)
    plant_returns(world, definition.indicator)


def withheld(definition, release, value: Decimal, kind: str, **place) -> stats.Figure:
    figure = factories.FigureFactory(definition=definition, release=release, value=None, mark="confidential", **place)
    stats.WithheldValue.objects.create(figure=figure, value=value, kind=kind, reasons={"rule": WORD})
    return figure


def plant_total(release) -> None:
    """A headline indicator whose newest figure of the zone is withheld, and a goal that it would measure."""
    definition = factories.DefinitionFactory(
        indicator__code="output", indicator__name_zh="总产值", indicator__is_headline=True
    )
    factories.FigureFactory(definition=definition, year=2017, value=TOTAL_BEFORE, release=release)
    withheld(definition, release, HIDDEN_TOTAL, "primary", year=2018)
    this_year = timezone.localdate().year
    factories.GoalFactory(
        slug="hidden",
        indicator=definition.indicator,
        baseline_value=TOTAL_BEFORE,
        target_value=Decimal(9000),
        first_target_year=this_year + 1,
        last_target_year=this_year + 3,
        published=True,
    )


def plant_returns(world: World, indicator) -> None:
    survey = factories.SurveyYearFactory(year=2018, title_zh=WORD, title_en=WORD)
    line = factories.FormLineFactory(survey=survey, indicator=indicator, hint_zh=WORD)
    holding = stats.Holding.objects.create(name_zh=f"{WORD}控股", note=WORD)
    stats.HoldingMember.objects.create(holding=holding, enterprise=world.enterprise, document_number=WORD)
    stats.Waiver.objects.create(
        enterprise=world.enterprise, signed_on="2018-01-01", first_year=2018, document_number=WORD
    )
    given = factories.ReturnFactory(
        entry__survey=survey, entry__enterprise=world.enterprise, entry__park=world.park, entry__holding=holding,
        note=WORD,
    )  # fmt: skip
    factories.ReturnValueFactory(enterprise_return=given, line=line, value=RARE)
    stats.ReturnFinding.objects.create(
        enterprise_return=given, line=line, code=WORD, params={"value": str(RARE)}, value=RARE,
        found_at=timezone.now(), explanation=WORD, explained_at=timezone.now(),
    )  # fmt: skip
    compilation = stats.Compilation.objects.create(
        survey=survey, vintage=3, compiled_at=timezone.now(), code_version="1", rules={"note": WORD},
        inputs_sha256=WORD, figures_sha256=WORD,
    )  # fmt: skip
    stats.CompilationInput.objects.create(
        compilation=compilation, entry=given.entry, scope={"holding": WORD}, values={"revenue": str(RARE)}
    )
    stats.ReportedTotal.objects.create(
        indicator=indicator, year=2018, value=RARE, unit="yi_yuan", source=WORD, document_number=WORD
    )
    stats.Protection.objects.create(
        release=world.release, made_at=timezone.now(), figures_sha256=WORD, result={"exposed": str(RARE)}
    )


def derived() -> dict[str, Decimal]:
    """What one subtraction or division of a published figure and a withheld one gives, in per cent where it is one."""
    rest = ZONE - HIDDEN - HIDDEN_TOO
    return {
        "the remaining parks": ZONE - rest,
        "zone less the hidden park": ZONE - HIDDEN,
        "zone less the other hidden park": ZONE - HIDDEN_TOO,
        "change of the park": HIDDEN - HIDDEN_BEFORE,
        "growth of the park": (HIDDEN / HIDDEN_BEFORE - 1) * 100,
        "share of the park": HIDDEN * 100 / ZONE,
        "share of the other park": HIDDEN_TOO * 100 / ZONE,
        "share of the remaining parks": (ZONE - rest) * 100 / ZONE,
        "growth of the total": (HIDDEN_TOTAL / TOTAL_BEFORE - 1) * 100,
        "change of the total": HIDDEN_TOTAL - TOTAL_BEFORE,
        "distance from the target": Decimal(9000) - HIDDEN_TOTAL,
    }


def spellings(value: Decimal, is_share: bool = False) -> list[str]:
    """As a page or a file may write it, thousands unparted: in its unit, in others, rounded to one decimal or two."""
    places = ("0.1",) if is_share else ("0.01", "0.1")
    shapes = [f"{value.quantize(Decimal(place)):f}" for place in places]
    if not is_share:
        shapes += [f"{(value * factor).quantize(Decimal(1)):f}" for factor in (100, 10_000, 100_000_000)]
    return shapes


def forbidden() -> dict[str, str]:
    """{how it would look: what it is}."""
    found = {}
    plain = {"return": RARE, "park": HIDDEN, "other park": HIDDEN_TOO, "total": HIDDEN_TOTAL}
    for name, value in (plain | derived()).items():
        for shape in spellings(value, is_share=name.split()[0] in {"growth", "share"}):
            found[shape.rstrip("0") if "." in shape else shape] = name
    return found


FORBIDDEN = forbidden()
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])")  # no part of a word, so that no hash is taken for one


def met(text: str) -> list[str]:
    """What of the forbidden stands in the text."""
    unparted = re.sub(r"(?<=\d)[,  ](?=\d{3})", "", text)
    numbers = {number.rstrip("0") if "." in number else number for number in NUMBER.findall(unparted)}
    found = sorted({FORBIDDEN[number] for number in numbers & FORBIDDEN.keys()})
    return [*found, *(["word of the office"] if WORD in text else [])]


def text_of(content: bytes) -> str:
    """Of xlsx the sheets inside."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return content.decode("utf-8", "replace")
