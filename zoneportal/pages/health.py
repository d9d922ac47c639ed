"""For the machine that watches the portal: whether it answers, and nothing that would help an intruder."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


@csrf_exempt
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        status, word = 200, "ok"
    except DatabaseError:
        status, word = 503, "unavailable"
    return HttpResponse(word, status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})
