"""The guided path of a survey year: nine steps, each with its state, what blocks it and where it goes on.

Every area says its own step by a plain function `step(survey, user) -> Step`; the page of the year only shows them.
"""

from dataclasses import dataclass, replace

from zoneportal.messages import N_

DONE = "done"
NEXT = "next"  # this is what is to be done now
BLOCKED = "blocked"  # cannot be done yet; the sentence says what it waits for
OPEN = "open"  # can be done, but another step comes first
OTHERS = "others"  # can be done, but not by this reader
STATES = (DONE, NEXT, BLOCKED, OPEN, OTHERS)

TITLES = {
    "form": N_("Form"),
    "freeze": N_("Freeze the register"),
    "collect": N_("Collect"),
    "check": N_("Check the returns"),
    "accept": N_("Accept"),
    "compile": N_("Compile"),
    "reconcile": N_("Reconcile"),
    "protect": N_("Protect"),
    "release": N_("Review and release"),
}


@dataclass(frozen=True)
class Step:
    """One step of the path. `title`, `sentence` and `button` are what the clerk reads (translated already)."""

    key: str
    title: str
    state: str
    sentence: str
    url: str = ""
    button: str = ""

    def __post_init__(self) -> None:
        if self.key not in TITLES:
            raise ValueError(f"No such step: {self.key}")
        if self.state not in STATES:
            raise ValueError(f"No such state: {self.state}")


def with_one_next(steps: list[Step]) -> list[Step]:
    """The steps with the first that its reader can do as the next one: a path has one next step, or none."""
    first = next((step.key for step in steps if step.state in (NEXT, OPEN) and step.url), None)
    return [_placed(step, step.key == first) for step in steps]


def _placed(step: Step, is_first: bool) -> Step:
    if step.state not in (NEXT, OPEN):
        return step
    return replace(step, state=NEXT if is_first else OPEN if step.url else OTHERS)
