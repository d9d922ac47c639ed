"""Pictures: an uploaded file and its renditions are public exactly while a public version of some content shows it."""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db.models import Model, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from parks.models import Park, Zone
from zoneportal.publishing.preview import Reader
from zoneportal.renditions import pictures_of
from zoneportal.rights import has_right

PICTURES: tuple[tuple[type[Model], str], ...] = ((Park, "photo"), (Zone, "logo"))
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}
# Names are random and files never change; a day lets a withdrawal reach the caches soon.
DAY = 24 * 60 * 60


@csrf_exempt
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    content_type = CONTENT_TYPES.get(path.rpartition(".")[2])
    if content_type is None or "\0" in path:  # PostgreSQL holds no text with a NUL
        raise Http404
    public = is_public(Reader(request.reader.at), path)
    if not public and not may_see_draft(request.user, path):
        raise Http404
    try:
        with default_storage.open(path) as file:
            response = HttpResponse(file.read(), content_type=content_type)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation) as error:
        raise Http404 from error
    if public:
        patch_cache_control(response, public=True, max_age=DAY)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def is_public(reader: Reader, path: str) -> bool:
    return any(reader.read(model, shows(field, path)) for model, field in PICTURES)


def shows(field: str, path: str) -> Q:
    return Q((f"{field}__in", pictures_of(path)))


def may_see_draft(user, path: str) -> bool:
    """Staff who see the record see its picture before the public does."""
    if not (user.is_active and user.is_staff):
        return False
    return any(
        has_right(user, model, "view") and model.objects.visible_to(user).filter(shows(field, path)).exists()
        for model, field in PICTURES
    )
