"""`@public_page`: what a view shows to the public, said where the view is."""

from collections.abc import Callable, Collection
from functools import wraps

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]


def public_page(*, shows: Collection[type[Model]], parameters: Collection[str] = ()) -> Callable[[View], View]:
    """A page that anybody may see, and that is the same for everybody.

    `shows` names the models whose public state the page renders (the zone in the frame is always among them);
    `parameters` the words of the query that the page reads: an address with others is answered but not kept.
    """

    def decorate(view: View) -> View:
        @require_safe
        @wraps(view)
        def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            return view(request, *args, **kwargs)

        answered.shows = tuple(shows)
        answered.parameters = tuple(parameters)
        return answered

    return decorate
