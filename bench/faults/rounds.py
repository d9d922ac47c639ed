"""Many rounds of one misfortune, and what came of them."""

import random
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from enterprises.models import Enterprise
from tests import factories
from tests.faults import proof, sheets_of_marks
from tests.faults.processes import answered
from tests.faults.sheets_of_marks import Sent
from zoneportal.spreadsheets.importing import actions

NOTHING, EVERYTHING = "nothing written", "everything written"


@dataclass
class Setting:
    """What all rounds share: who sends sheets, where to, how large, and the dice."""

    rows: int
    dice: random.Random
    boss: object = None
    park: object = None
    stored: list[Enterprise] = field(default_factory=list)

    def prepare(self) -> "Setting":
        self.boss = factories.UserFactory(is_superuser=True, username="torture")
        self.park = factories.ParkFactory(code="torture", name_zh="试验园区")
        sheet = self.send(new=self.rows // 2, changed=0)
        self.confirmed(sheet)
        self.stored = list(Enterprise.objects.filter(address__startswith=sheet.mark).order_by("pk"))
        return self

    def send(self, new: int | None = None, changed: int | None = None) -> Sent:
        """A checked sheet, half of it new enterprises and half of it changed ones."""
        stored = self.stored[: self.rows // 2 if changed is None else changed]
        return sheets_of_marks.sent(self.boss, self.park, new=self.rows // 2 if new is None else new, stored=stored)

    def confirmed(self, sheet: Sent) -> float:
        """The seconds of a confirmation that is not disturbed."""
        start = time.perf_counter()
        said = answered("confirm", job=sheet.job.pk, user=self.boss.pk)
        assert said == actions.WRITTEN, said
        assert sheet.is_written()
        return time.perf_counter() - start

    def went_on(self, sheet: Sent) -> str:
        """What had been written; the next try writes what was not."""
        was_written = sheet.is_written()
        sheet.shows()
        said = answered("confirm", job=sheet.job.pk, user=self.boss.pk)
        assert said == (actions.REPEATED if was_written else actions.WRITTEN), said
        assert sheet.is_written()
        return EVERYTHING if was_written else NOTHING


@dataclass
class Score:
    name: str
    ends: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def line(self) -> str:
        ends = ", ".join(f"{what} {number}" for what, number in sorted(self.ends.items()))
        rounds = sum(self.ends.values()) + len(self.faults)
        return f"| {self.name} | {rounds} | {ends} | {len(self.faults)} | {self.seconds:.0f} |"


def played(name: str, number: int, one: Callable[[int], str]) -> Score:
    """Plays the rounds; each says how it ended. A broken promise is a fault, and the next round is played."""
    score, start = Score(name), time.perf_counter()
    for turn in range(number):
        try:
            end = one(turn)
            proof.sound()
            proof.tidy()
        except Exception:
            score.faults.append(f"{name}, round {turn + 1}: {traceback.format_exc(limit=-4)}")
        else:
            score.ends[end] = score.ends.get(end, 0) + 1
    score.seconds = time.perf_counter() - start
    return score
