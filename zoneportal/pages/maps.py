"""Parks on a map: their stored boundaries, numbered as they are listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from parks.boundaries import area_km2, stored_shape
from parks.maps import Map, Outline, draw
from parks.models import Park


@dataclass(frozen=True)
class Place:
    number: int
    park: Park
    outline: Outline
    area_km2: Decimal


@dataclass(frozen=True)
class ParkMap:
    drawing: Map
    places: tuple[Place, ...]

    @property
    def approvals(self) -> list[str]:
        return list(dict.fromkeys(place.park.map_approval for place in self.places))

    @property
    def sources(self) -> list[Park]:
        """One park for each source that is named."""
        by_source = {place.park.map_source: place.park for place in self.places if place.park.map_source}
        return list(by_source.values())


def park_map(parks: Iterable[Park]) -> ParkMap | None:
    """None where no boundary is stored. What has no approval number is never drawn."""
    drawn = [park for park in parks if park.boundary and park.map_approval]
    shapes = [stored_shape(park.boundary) for park in drawn]
    drawing = draw(shapes)
    if drawing is None:
        return None
    numbered = enumerate(zip(drawn, drawing.outlines, shapes, strict=True), 1)
    return ParkMap(drawing, tuple(Place(n, park, outline, area_km2(shape)) for n, (park, outline, shape) in numbered))
