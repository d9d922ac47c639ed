"""The scope of a figure as one text, so that a database can hold it unique whatever parts are empty."""

ZONE = "zone"


def scope_key(*, park: str = "", industry: str = "", size_class: str = "") -> str:
    """`zone`, `park:kj`, `park:kj|industry:biomedicine`: codes, in a fixed order."""
    parts = [f"{name}:{code}" for name, code in (("park", park), ("industry", industry), ("size", size_class)) if code]
    return "|".join(parts) or ZONE


def parts(key: str) -> list[tuple[str, str]]:
    """[("park", "kj"), ("industry", "biomedicine")]; nothing for the zone."""
    if key == ZONE:
        return []
    return [(kind, code) for kind, _colon, code in (part.partition(":") for part in key.split("|"))]
